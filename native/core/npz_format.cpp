// Field by field as Python's zipfile writes it (APPNOTE.TXT 6.3 section 4.3), the times of 1980 included.
#include "core/npz_format.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "core/npy_format.h"

namespace ioproof {
namespace {

/// From here on zipfile tells sizes and offsets in 64 bits.
constexpr uint64_t zip64Limit = (uint64_t{1} << 31) - 1;
constexpr uint64_t in64Bits = 0xffffffff;
constexpr unsigned zip64Version = 45;
constexpr unsigned firstOfJanuary1980 = 0x21;
constexpr unsigned nameBytes = 5;
constexpr unsigned unixSystem = 3;
constexpr uint64_t attributes = uint64_t{0600} << 16;

struct Member {
    std::string_view name;
    uint32_t crc;
    uint64_t bytes;
    /// Of its local header.
    uint64_t offset;
};

void put(std::string& out, uint64_t value, size_t bytes) {
    for (; bytes > 0; --bytes, value >>= 8) out += static_cast<char>(value & 0xff);
}

/// What local headers and the directory tell alike: version, flags, method "stored", time, date and checksum.
void putCommon(std::string& out, uint32_t crc) {
    put(out, zip64Version, 2);
    put(out, 0, 2);
    put(out, 0, 2);
    put(out, 0, 2);
    put(out, firstOfJanuary1980, 2);
    put(out, crc, 4);
}

/// Sizes always have 64 bits, in a field of their own.
std::string localHeader(const Member& member) {
    std::string out = "PK\x03\x04";
    putCommon(out, member.crc);
    put(out, in64Bits, 4);
    put(out, in64Bits, 4);
    put(out, nameBytes, 2);
    put(out, 20, 2);
    out += member.name;
    put(out, 1, 2);
    put(out, 16, 2);
    put(out, member.bytes, 8);
    put(out, member.bytes, 8);
    return out;
}

std::string directoryEntry(const Member& member) {
    std::vector<uint64_t> wide;
    if (member.bytes > zip64Limit) wide.insert(wide.end(), 2, member.bytes);
    if (member.offset > zip64Limit) wide.push_back(member.offset);
    std::string out = "PK\x01\x02";
    put(out, zip64Version, 1);
    put(out, unixSystem, 1);
    putCommon(out, member.crc);
    for (int size = 0; size < 2; ++size) put(out, member.bytes > zip64Limit ? in64Bits : member.bytes, 4);
    put(out, nameBytes, 2);
    put(out, wide.empty() ? 0 : 4 + 8 * wide.size(), 2);
    put(out, 0, 2);  // no comment
    put(out, 0, 2);  // disk
    put(out, 0, 2);  // internal attributes
    put(out, attributes, 4);
    put(out, member.offset > zip64Limit ? in64Bits : member.offset, 4);
    out += member.name;
    if (wide.empty()) return out;
    put(out, 1, 2);
    put(out, 8 * wide.size(), 2);
    for (const uint64_t value : wide) put(out, value, 8);
    return out;
}

std::string end64(uint64_t offset, uint64_t bytes) {
    std::string out = "PK\x06\x06";
    put(out, 44, 8);  // what follows
    put(out, zip64Version, 2);
    put(out, zip64Version, 2);
    put(out, 0, 8);  // disks
    put(out, 2, 8);
    put(out, 2, 8);
    put(out, bytes, 8);
    put(out, offset, 8);
    out += "PK\x06\x07";
    put(out, 0, 4);
    put(out, offset + bytes, 8);
    put(out, 1, 4);
    return out;
}

std::string directory(const Member& samples, const Member& labels) {
    std::string out = directoryEntry(samples) + directoryEntry(labels);
    const uint64_t bytes = out.size();
    const uint64_t offset = labels.offset + localHeader(labels).size() + labels.bytes;
    if (offset > zip64Limit) out += end64(offset, bytes);
    out += "PK\x05\x06";
    put(out, 0, 4);  // disks
    put(out, 2, 2);
    put(out, 2, 2);
    put(out, bytes, 4);
    put(out, std::min(offset, in64Bits), 4);
    put(out, 0, 2);
    return out;
}

}  // namespace

NpzFrames npzFrames(const SampleShape& shape, const NpzChecksums& checksums) {
    const std::string sampleArray = npyHeaderOf(shape);
    const std::string labelArray = npyLabelHeader(shape.samples);
    const Member samples{
        .name = "x.npy", .crc = checksums.samples, .bytes = sampleArray.size() + shape.payloadBytes(), .offset = 0};
    NpzFrames frames{.samples = localHeader(samples) + sampleArray, .labels = {}, .directory = {}};
    const Member labels{.name = "y.npy",
                        .crc = checksums.labels,
                        .bytes = labelArray.size() + npyLabelBytes(shape.samples),
                        .offset = frames.samples.size() + shape.payloadBytes()};
    frames.labels = localHeader(labels) + labelArray;
    frames.directory = directory(samples, labels);
    return frames;
}

uint64_t npzBytes(const SampleShape& shape) {
    const NpzFrames frames = npzFrames(shape, {.samples = 0, .labels = 0});
    return frames.samples.size() + shape.payloadBytes() + frames.labels.size() + npyLabelBytes(shape.samples) +
           frames.directory.size();
}

}  // namespace ioproof
