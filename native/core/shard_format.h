// How samples are packed into shards: POSIX ustar as WebDataset has it, or TFRecord. Which samples a shard holds, and
// how many bytes it has.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/file_sizes.h"

namespace ioproof {

enum class Packing : uint8_t { None, Tar, Tfrecord };

inline constexpr size_t tarBlock = 512;
/// A tar archive ends with two blocks of zeros, and is filled up with zeros to a multiple of this, as GNU tar does.
inline constexpr size_t tarRecord = 10240;
/// What the size field of a ustar header can tell.
inline constexpr uint64_t largestTarMember = (uint64_t{1} << 33) - 1;
/// Length and its checksum, and the checksum of the data.
inline constexpr size_t tfrecordHeader = 12;
inline constexpr size_t tfrecordFooter = 4;

/// Bytes that a sample of `size` bytes takes in a shard, with what is around it: of tar, the two members `.jpg` and
/// `.cls`.
uint64_t packedBytes(Packing packing, uint64_t size);

/// Bytes of a shard whose samples take `packed` bytes in all.
uint64_t shardBytes(Packing packing, uint64_t packed);

/// Writes the header of a regular file of at most `largestTarMember` bytes; `name` has at most 99 characters.
void writeTarHeader(std::span<std::byte, tarBlock> header, const char* name, uint64_t size);

/// Writes what comes before and after the data of a record; `crc`: the CRC-32C of the data.
void writeTfrecordHeader(std::span<std::byte, tfrecordHeader> header, uint64_t size);
void writeTfrecordFooter(std::span<std::byte, tfrecordFooter> footer, uint32_t crc);

/// The samples, evenly and in their order, in a number of shards: the first ones hold one more where it does not come
/// out even. The sizes of the shards are summed when this is made, once for all workers.
class Shards {
public:
    /// At least one shard, and at least as many samples. `sizes`: of the samples.
    Shards(Packing packing, uint64_t samples, uint64_t shards, FileSizes sizes);

    Packing packing() const { return packing_; }
    uint64_t count() const { return count_; }
    uint64_t firstOf(uint64_t shard) const { return shard * perShard_ + std::min(shard, largeShards_); }
    uint64_t samplesOf(uint64_t shard) const { return perShard_ + (shard < largeShards_); }
    uint64_t sampleBytes(uint64_t sample) const { return samples_.of(sample); }
    /// Of the shards.
    const FileSizes& sizes() const { return sizes_; }

private:
    uint64_t bytesOf(uint64_t shard) const;

    const Packing packing_;
    const uint64_t count_;
    const uint64_t perShard_;
    const uint64_t largeShards_;
    const FileSizes samples_;
    FileSizes sizes_;
};

}  // namespace ioproof
