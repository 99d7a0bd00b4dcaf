// Numbers are put together as they lie in memory, which is little-endian on every processor that is built for.
#include "core/seal_format.h"

#include <array>
#include <bit>
#include <cstring>
#include <string_view>

#include "core/crc32c.h"

namespace ioproof {
namespace {

static_assert(std::endian::native == std::endian::little, "the numbers of a seal are little-endian");

struct SealHeader {
    std::array<char, 8> magic;
    uint32_t version;
    uint32_t number;
    uint64_t description;
    uint64_t bytes;
    uint64_t checksums;
};
static_assert(sizeof(SealHeader) == 40, "without gaps");

constexpr std::array<char, 8> magic = {'I', 'O', 'P', 'R', 'S', 'E', 'A', 'L'};
constexpr size_t checksumBytes = sizeof(uint32_t);

class Fnv {
public:
    void addBytes(const void* data, size_t length) {
        addNumber(length);
        addRaw(data, length);
    }
    void addText(std::string_view text) { addBytes(text.data(), text.size()); }
    void addNumber(uint64_t number) { addRaw(&number, sizeof(number)); }
    uint64_t value() const { return value_; }

private:
    void addRaw(const void* data, size_t length) {
        const auto* bytes = static_cast<const unsigned char*>(data);
        for (size_t at = 0; at < length; ++at) value_ = (value_ ^ bytes[at]) * 0x100000001b3u;
    }

    uint64_t value_ = 0xcbf29ce484222325u;
};

SealHeader headerOf(const CheckpointFiles& files, uint32_t number, const CheckpointChecksums& checksums) {
    SealHeader header{.magic = magic,
                      .version = 1,
                      .number = number,
                      .description = descriptionHashOf(files.spec()),
                      .bytes = files.bytes(),
                      .checksums = 0};
    for (uint32_t part = 0; part < files.spec().parts.size(); ++part) header.checksums += checksums.piecesOf(part);
    return header;
}

template <typename Number>
Number numberAt(std::span<const std::byte> bytes, size_t at) {
    Number number;
    std::memcpy(&number, bytes.data() + at, sizeof(number));
    return number;
}

/// Of the seal as it says itself; 0 where that cannot be.
size_t lengthOf(const SealHeader& header) {
    constexpr uint64_t most = uint64_t{1} << 48;
    return header.checksums < most ? sizeof(header) + (header.checksums + 1) * checksumBytes : 0;
}

SealState stateOf(std::span<const std::byte> seal) {
    if (seal.size() < sizeof(SealHeader) + checksumBytes) return SealState::CutOff;
    const auto header = numberAt<SealHeader>(seal, 0);
    const size_t body = seal.size() - checksumBytes;
    if (crc32c(seal.data(), body) == numberAt<uint32_t>(seal, body))
        return header.magic == magic && lengthOf(header) == seal.size() ? SealState::Good : SealState::Damaged;
    return header.magic == magic && seal.size() < lengthOf(header) ? SealState::CutOff : SealState::Damaged;
}

}  // namespace

uint64_t descriptionHashOf(const CheckpointSpec& spec) {
    Fnv hash;
    hash.addNumber(spec.parts.size());
    for (const CheckpointPart& part : spec.parts) {
        hash.addText(part.name);
        hash.addNumber(part.offset);
        hash.addNumber(part.bytes);
        hash.addBytes(part.header.data(), part.header.size());
    }
    hash.addNumber(spec.closing.size());
    for (const ClosingFile& file : spec.closing) {
        hash.addText(file.name);
        hash.addBytes(file.content.data(), file.content.size());
    }
    return hash.value();
}

std::vector<std::byte> encodeSeal(const CheckpointFiles& files, uint32_t number, const CheckpointChecksums& checksums) {
    const SealHeader header = headerOf(files, number, checksums);
    std::vector<std::byte> seal(lengthOf(header));
    std::byte* at = seal.data();
    const auto put = [&at](const auto& value) {
        std::memcpy(at, &value, sizeof(value));
        at += sizeof(value);
    };
    put(header);
    for (uint32_t part = 0; part < files.spec().parts.size(); ++part)
        for (uint64_t piece = 0; piece < checksums.piecesOf(part); ++piece) put(checksums.of(part, piece));
    put(crc32c(seal.data(), seal.size() - checksumBytes));
    return seal;
}

SealState decodeSeal(const CheckpointFiles& files, uint32_t number, std::span<const std::byte> seal,
                     CheckpointChecksums& checksums) {
    if (const SealState state = stateOf(seal); state != SealState::Good) return state;
    const SealHeader wanted = headerOf(files, number, checksums);
    if (std::memcmp(seal.data(), &wanted, sizeof(wanted)) != 0) return SealState::Different;
    size_t at = sizeof(wanted);
    for (uint32_t part = 0; part < files.spec().parts.size(); ++part)
        for (uint64_t piece = 0; piece < checksums.piecesOf(part); ++piece, at += checksumBytes)
            checksums.set(part, piece, numberAt<uint32_t>(seal, at));
    return SealState::Good;
}

}  // namespace ioproof
