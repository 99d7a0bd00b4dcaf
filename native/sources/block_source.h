// Single reads and writes at an offset: the files of a job as one row of blocks, walked in some order.
#pragma once

#include "core/permutation.h"
#include "core/random.h"
#include "sources/source.h"

namespace ioproof {

/// Blocks are numbered through all files. Sequential: each worker walks a contiguous part of its own, so that with as
/// many files as workers each has its file. Permutation: each block exactly once a pass over all workers, in a fresh
/// order each pass. Random: any block, with replacement.
class BlockSource final : public Source {
public:
    BlockSource(const JobSpec& spec, WorkerShare share);

    uint32_t fill(std::span<Chain* const> chains) override;
    uint64_t chainsPerPass() const override { return blocksPerPass_; }

private:
    void place(Operation& operation, uint64_t block);
    uint64_t nextBlock();
    void beginPass();

    const Access access_;
    const uint32_t blockSize_;
    const uint64_t blocksPerFile_;
    const uint64_t blockCount_;
    const uint64_t passes_;
    const uint64_t seed_;
    const WorkerShare share_;
    /// Reads are drawn below this 32-bit bound.
    const uint64_t readBound_;

    uint64_t firstBlock_;
    uint64_t blocksPerPass_;
    uint64_t pass_ = 0;
    uint64_t position_ = 0;
    Random random_;
    Permutation permutation_;
};

}  // namespace ioproof
