// Headers byte by byte, and the sums of the shards.
#include "core/shard_format.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <memory>
#include <utility>
#include <vector>

#include "core/crc32c.h"

namespace ioproof {
namespace {

constexpr uint64_t roundedUp(uint64_t bytes, uint64_t unit) { return (bytes + unit - 1) / unit * unit; }

/// Not 0: GNU tar warns of times before 1970 and of 1970 itself. Midnight of the first of January 2024, UTC.
constexpr uint64_t modifiedAt = 1704067200;

/// Where the fields of a ustar header begin, and how many octal digits they have.
struct OctalField {
    size_t offset;
    int digits;
};
constexpr OctalField modeField{.offset = 100, .digits = 7};
constexpr OctalField userField{.offset = 108, .digits = 7};
constexpr OctalField groupField{.offset = 116, .digits = 7};
constexpr OctalField sizeField{.offset = 124, .digits = 11};
constexpr OctalField timeField{.offset = 136, .digits = 11};
/// Ended by a zero and a space.
constexpr OctalField checksumField{.offset = 148, .digits = 6};
constexpr size_t checksumWidth = 8;
constexpr size_t typeOffset = 156;
constexpr size_t magicOffset = 257;
constexpr char magic[] = "ustar\00000";  // ustar, zero, version 00

void writeOctal(char* header, OctalField field, uint64_t value) {
    std::snprintf(header + field.offset, static_cast<size_t>(field.digits) + 1, "%0*llo", field.digits,
                  static_cast<unsigned long long>(value));
}

template <typename Number>
void writeLittleEndian(std::byte* out, Number value) {
    for (size_t at = 0; at < sizeof(Number); ++at) out[at] = static_cast<std::byte>(value >> (8 * at) & 0xff);
}

/// A checksum of bytes that hold checksums would say little; TFRecord turns it round and adds a constant.
uint32_t masked(uint32_t crc) { return ((crc >> 15) | (crc << 17)) + 0xa282ead8u; }

}  // namespace

uint64_t packedBytes(Packing packing, uint64_t size) {
    if (packing == Packing::Tfrecord) return tfrecordHeader + size + tfrecordFooter;
    // A label is shorter than a block.
    return tarBlock + roundedUp(size, tarBlock) + tarBlock + tarBlock;
}

uint64_t shardBytes(Packing packing, uint64_t packed) {
    return packing == Packing::Tar ? roundedUp(packed + 2 * tarBlock, tarRecord) : packed;
}

void writeTarHeader(std::span<std::byte, tarBlock> header, const char* name, uint64_t size) {
    auto* text = reinterpret_cast<char*>(header.data());
    std::memset(text, 0, tarBlock);
    std::memcpy(text, name, std::strlen(name));
    writeOctal(text, modeField, 0644);
    writeOctal(text, userField, 0);
    writeOctal(text, groupField, 0);
    writeOctal(text, sizeField, size);
    writeOctal(text, timeField, modifiedAt);
    text[typeOffset] = '0';
    std::memcpy(text + magicOffset, magic, sizeof(magic) - 1);
    // The checksum is that of the header with spaces in its own place.
    std::memset(text + checksumField.offset, ' ', checksumWidth);
    uint64_t sum = 0;
    for (const std::byte byte : header) sum += std::to_integer<uint64_t>(byte);
    writeOctal(text, checksumField, sum);
}

void writeTfrecordHeader(std::span<std::byte, tfrecordHeader> header, uint64_t size) {
    writeLittleEndian(header.data(), size);
    writeLittleEndian(header.data() + sizeof(size), masked(crc32c(header.data(), sizeof(size))));
}

void writeTfrecordFooter(std::span<std::byte, tfrecordFooter> footer, uint32_t crc) {
    writeLittleEndian(footer.data(), masked(crc));
}

Shards::Shards(Packing packing, uint64_t samples, uint64_t shards, FileSizes sizes)
    : packing_(packing),
      count_(shards),
      perShard_(samples / shards),
      largeShards_(samples % shards),
      samples_(std::move(sizes)),
      sizes_(0) {
    std::vector<uint64_t> table(count_);
    for (uint64_t shard = 0; shard < count_; ++shard) table[shard] = bytesOf(shard);
    sizes_ = FileSizes(std::make_shared<const std::vector<uint64_t>>(std::move(table)));
}

uint64_t Shards::bytesOf(uint64_t shard) const {
    const uint64_t samples = samplesOf(shard);
    if (samples_.smallest() == samples_.largest())
        return shardBytes(packing_, samples * packedBytes(packing_, samples_.largest()));
    uint64_t packed = 0;
    const uint64_t first = firstOf(shard);
    for (uint64_t sample = first; sample < first + samples; ++sample)
        packed += packedBytes(packing_, samples_.of(sample));
    return shardBytes(packing_, packed);
}

}  // namespace ioproof
