// Pieces that end with a MiB, of whole sectors where the place allows it; each sector has a key of its own.
#include "core/checkpoint_content.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "core/crc32c.h"
#include "core/random.h"

namespace ioproof {
namespace {

constexpr uint64_t sectorBytes = SectorContent::sectorBytes;

}  // namespace

CheckpointChecksums::CheckpointChecksums(const CheckpointFiles& files) : files_(files) {
    for (const CheckpointPart& part : files.spec().parts)
        values_.emplace_back((part.bytes + checksumPieceBytes - 1) / checksumPieceBytes);
}

void CheckpointChecksums::add(uint32_t part, uint64_t offset, uint64_t length, uint32_t checksum) {
    const uint64_t piece = offset / checksumPieceBytes;
    const uint64_t end = std::min((piece + 1) * checksumPieceBytes, files_.part(part).bytes);
    values_[part][piece] ^= crc32cJoined(checksum, 0, end - offset - length);
}

void CheckpointChecksums::clear() {
    for (auto& pieces : values_) std::ranges::fill(pieces, 0);
}

CheckpointContent::CheckpointContent(const CheckpointFiles& files, uint64_t seed)
    : files_(files), sectors_(seed), seed_(seed) {}

/// Keys of the sectors of a part follow one another, so that no two of a part are the same.
uint64_t CheckpointContent::firstKeyOf(uint32_t number, uint32_t part) const {
    return mix64(mix64(mix64(seed_) + number) + part);
}

/// A part of one sector; the header, where it reaches into it, lies over the random bytes.
uint32_t CheckpointContent::fillWithin(uint64_t firstKey, uint32_t part, uint64_t offset, std::byte* data,
                                       size_t length) const {
    alignas(64) std::array<std::byte, sectorBytes> sector;
    const uint64_t start = offset / sectorBytes * sectorBytes;
    sectors_.fill(firstKey + offset / sectorBytes, sector.data(), 1);
    const auto& header = files_.part(part).header;
    if (start < header.size())
        std::memcpy(sector.data(), header.data() + start, std::min<size_t>(sectorBytes, header.size() - start));
    std::memcpy(data, sector.data() + (offset - start), length);
    return crc32c(data, length);
}

void CheckpointContent::fill(uint32_t number, uint32_t part, uint64_t offset, std::byte* data, size_t length,
                             CheckpointChecksums& checksums) const {
    const uint64_t firstKey = firstKeyOf(number, part);
    const uint64_t headerEnd = files_.part(part).header.size();
    for (size_t done = 0, step = 0; done < length; done += step, offset += step) {
        const uint64_t left = length - done;
        const uint64_t inSector = sectorBytes - offset % sectorBytes;
        if (inSector < sectorBytes || left < sectorBytes || offset < headerEnd) {
            step = std::min(left, inSector);
            checksums.add(part, offset, step, fillWithin(firstKey, part, offset, data + done, step));
        } else {
            const uint64_t inPiece = checksumPieceBytes - offset % checksumPieceBytes;
            step = std::min(left, inPiece) / sectorBytes * sectorBytes;
            const uint32_t checksum = sectors_.fill(firstKey + offset / sectorBytes, data + done, step / sectorBytes);
            checksums.add(part, offset, step, checksum);
        }
    }
}

}  // namespace ioproof
