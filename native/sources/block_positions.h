// Where the next block of a worker lies: the order of access over its part of the files.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "core/block_sizes.h"
#include "core/distribution.h"
#include "core/job_spec.h"
#include "core/permutation.h"
#include "core/random.h"
#include "sources/source.h"

namespace ioproof {

struct BlockPlace {
    uint64_t file;
    uint64_t offset;
    uint32_t length;
};

/// Places are counted in units: the greatest number that divides every block size. Accesses that walk (sequential,
/// backward, strided) give each worker a part of its own and shorten the last block of a part to what is left.
/// Interleaved: worker w of W takes blocks w, w+W, w+2W, … of all files laid end to end.
/// Permutation: each block exactly once a pass over all workers of shared files, in a fresh order each pass.
/// Random and skewed accesses draw from all blocks that the worker may use, with replacement.
class BlockPositions {
public:
    BlockPositions(const JobSpec& spec, WorkerShare share, const DirectionBlockSizes& sizes);

    /// The next place for a block of this length; nothing when the pass is over.
    std::optional<BlockPlace> next(uint32_t length, Random& random) {
        if (walking_) return walk(length, random);
        if (given_ == ahead_ && !drawAhead(random)) return std::nullopt;
        return placeOf(places_[given_++], length);
    }
    void beginPass();
    /// Blocks of a pass; where sizes differ, what it comes to on average.
    uint64_t blocksPerPass() const { return blocksPerPass_; }

private:
    /// A walk through bytes [first, end) of one file, or of all files laid end to end.
    struct Walk {
        uint64_t first;
        uint64_t end;
        uint64_t next;
        /// The file in which the walk is, in the same count of bytes.
        uint64_t fileStart;
        uint64_t fileEnd;
        uint64_t file;
    };

    std::optional<BlockPlace> walk(uint32_t length, Random& random);
    BlockPlace step(Walk& walk, uint32_t length);
    void enterFile(Walk& walk, uint64_t position);
    bool isOver(const Walk& walk) const;
    Walk* nextWalk(Random& random);
    /// Draws the next places; false when the pass is over.
    bool drawAhead(Random& random);
    BlockPlace placeOf(uint64_t place, uint32_t length) const {
        const uint64_t file = fileCount_ == 1 ? 0 : place / placesPerFile_;
        const uint64_t inFile = place - file * placesPerFile_;
        return {.file = firstFile_ + file, .offset = offset_ + inFile * unit_, .length = length};
    }
    void makeWalks(WorkerShare share);
    void resetWalks();
    uint64_t blocksIn(uint64_t units) const;

    const Access access_;
    const bool walking_;
    const ServiceOrder service_;
    const uint64_t seed_;
    const uint64_t unit_;
    /// A unit over the mean block; exactly 1 where there is one size.
    const double blocksPerUnit_;
    const uint64_t firstFile_;
    const uint64_t fileCount_;
    /// Bytes at the start of each file that are left out.
    const uint64_t offset_;
    const uint64_t unitsPerFile_;
    /// 0: blocks follow one another.
    const uint64_t strideBytes_;
    /// Blocks of the largest size that fit into a file, at every unit.
    const uint64_t placesPerFile_;
    const uint64_t placeCount_;
    /// A permutation of each worker's own part instead of one over all, so that a place has one writer in every pass.
    const bool mixesPartsApart_;

    std::vector<Walk> walks_;
    size_t currentWalk_ = 0;
    size_t unfinished_ = 0;

    uint64_t firstPlace_ = 0;
    /// From one place of an interleaved part to the next.
    uint64_t placeStep_ = 1;
    uint64_t blocksPerPass_ = 0;
    uint64_t drawn_ = 0;
    /// Places [given_, ahead_) are drawn and not given yet: many at once are drawn faster than one by one.
    std::array<uint64_t, 64> places_{};
    size_t ahead_ = 0;
    size_t given_ = 0;
    uint64_t pass_ = 0;
    Permutation permutation_;
    std::optional<Distribution> distribution_;
};

}  // namespace ioproof
