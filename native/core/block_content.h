// What a block is written with: incompressible, compressible or repeated data, or a fixed pattern.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/data_pattern.h"
#include "core/random.h"

namespace ioproof {

struct ContentOptions {
    /// Another one for each worker and job, so that none writes what another has written.
    uint64_t seed;
    /// How much a compressor that works on 4 KiB or more takes off, 0 … 100. Content stays different from block to
    /// block at 100 as well.
    uint32_t compressPercent;
    /// Share of the blocks that repeat an earlier block of this worker, 0 … 100.
    uint32_t dedupePercent;
    /// Bytes repeated from the start of each block; with compressPercent, of the compressible parts only. Empty: none.
    std::vector<std::byte> pattern;
};

/// Content of one worker's writes, block after block, in constant memory: an earlier block is not kept but made again
/// from its number.
class BlockContent {
public:
    /// Throws JobError BAD_SPEC for a percentage over 100.
    explicit BlockContent(ContentOptions options);

    /// Overwrites the next block; any length.
    void fill(std::byte* block, size_t length) {
        if (plain_) return stream_.fill(block, length);
        fillAsAsked(block, length);
    }

private:
    void fillAsAsked(std::byte* block, size_t length);
    void fillCompressible(DataPattern& stream, std::byte* block, size_t length) const;
    uint64_t nextNumber();
    void repeatPattern(std::byte* data, size_t length) const;

    const ContentOptions options_;
    const bool plain_;
    DataPattern stream_;
    Random random_;
    /// Blocks so far that repeat none.
    uint64_t originals_ = 0;
};

}  // namespace ioproof
