// What checkpoints are written with: bytes that are new in every save, and a checksum of each MiB of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/checkpoint_files.h"
#include "core/sector_content.h"

namespace ioproof {

/// One checksum for each MiB of each part. Different ranks may write to different parts at the same time.
class CheckpointChecksums {
public:
    explicit CheckpointChecksums(const CheckpointFiles& files);

    /// Adds bytes of a part to those of their MiB, in any order, each of them once: `checksum` is the CRC32C of
    /// [offset, offset + length) of the part, which must lie in one MiB of it.
    void add(uint32_t part, uint64_t offset, uint64_t length, uint32_t checksum);
    /// Of a whole MiB, or of the shorter last one of a part.
    uint32_t of(uint32_t part, uint64_t piece) const { return values_[part][piece]; }
    uint64_t piecesOf(uint32_t part) const { return values_[part].size(); }
    void set(uint32_t part, uint64_t piece, uint32_t checksum) { values_[part][piece] = checksum; }
    /// Before another save.
    void clear();

private:
    const CheckpointFiles& files_;
    std::vector<std::vector<uint32_t>> values_;
};

/// Incompressible bytes that differ from save to save, part to part and place to place, so that nothing can be saved by
/// compression or deduplication, at far above the speed of storage (8 GB/s a core and more). Constant after
/// construction: one for all ranks.
class CheckpointContent {
public:
    /// `seed`: another one in each job.
    CheckpointContent(const CheckpointFiles& files, uint64_t seed);

    /// Overwrites `length` bytes with those of a part from `offset` of the part on (its header included), and adds
    /// their checksums. The bytes depend on seed, number, part and place alone. Any length, offset and alignment; whole
    /// sectors of 4096 bytes are the fast case.
    void fill(uint32_t number, uint32_t part, uint64_t offset, std::byte* data, size_t length,
              CheckpointChecksums& checksums) const;

private:
    uint64_t firstKeyOf(uint32_t number, uint32_t part) const;
    uint32_t fillWithin(uint64_t firstKey, uint32_t part, uint64_t offset, std::byte* data, size_t length) const;

    const CheckpointFiles& files_;
    const SectorContent sectors_;
    const uint64_t seed_;
};

}  // namespace ioproof
