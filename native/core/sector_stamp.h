// What verified data says of itself: each 4 KiB sector names its place, its write and its checksum.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace ioproof {

inline constexpr size_t stampedSectorBytes = 4096;
/// What disks write as a whole: each such part of a sector carries the generation too.
inline constexpr size_t stampedPartBytes = 512;

/// A block as it was, or should have been, written: sector i of it lies at offset + i × 4096.
struct BlockIdentity {
    /// Number of the data set, for example of its manifest's hash.
    uint64_t dataset;
    uint64_t file;
    /// Bytes from the start of the file.
    uint64_t offset;
    uint64_t seed;
    /// Counts the writes of this place, or passes over the data set; its low 32 bits must tell neighbouring ones apart.
    uint64_t generation;
};

/// Good: as expected.
/// Torn: parts of 512 bytes from different writes, or some written and some all zeros.
/// Stale: whole, but an older generation: a write was lost.
/// Misplaced: whole, written for another offset of this file.
/// Foreign: written for another file, data set, seed, layout or block size, by a later generation than there has been,
/// or by somebody who stamps nothing.
/// Zeros: never written, or a hole.
/// Corrupt: ours and of one write, but the checksum fails: bits have changed.
enum class SectorVerdict : uint8_t { Good, Torn, Stale, Misplaced, Foreign, Zeros, Corrupt };

inline constexpr size_t sectorVerdictCount = 7;
inline constexpr std::array<std::string_view, sectorVerdictCount> sectorVerdictNames = {
    "good", "torn", "stale", "misplaced", "foreign", "zeros", "corrupt"};

/// The fields of one sector's stamp.
struct SectorStamp {
    uint16_t version;
    uint32_t length;
    uint64_t dataset;
    uint64_t file;
    uint64_t offset;
    uint64_t seed;
    uint64_t generation;
    uint32_t checksum;
};

struct SectorMismatch {
    SectorVerdict verdict;
    /// `checksum` is the one that the sector's bytes have.
    SectorStamp expected;
    /// As it stands in the sector; meaningless where `foundIsOurs` is false.
    SectorStamp found;
    /// The sector begins with a stamp.
    bool foundIsOurs;
    /// Bit i: the 512 bytes at i × 512 do not carry the generation that was expected.
    uint8_t otherParts;
};

struct BlockFindings {
    /// Sectors by verdict.
    std::array<uint32_t, sectorVerdictCount> sectors{};
    /// Of the good sectors; a block that was written at once has one generation only, else it is torn between sectors.
    uint64_t oldestGeneration = UINT64_MAX;
    uint64_t newestGeneration = 0;
    std::optional<SectorMismatch> first;

    uint32_t count(SectorVerdict verdict) const { return sectors[static_cast<size_t>(verdict)]; }
};

/// Blocks are stamped in whole parts: a multiple of 512 bytes. A last sector may be shorter than 4096.
constexpr bool canStamp(uint64_t blockBytes) { return blockBytes > 0 && blockBytes % stampedPartBytes == 0; }

/// Writes the stamps over the first 56 bytes of each sector and the last 8 of each part; what lies between stays as it
/// is and is covered by the checksum. `length` must pass canStamp().
void stampBlock(std::byte* block, size_t length, const BlockIdentity& identity);

/// Compares each sector with what was expected; generations from `oldestGeneration` to the expected one are good.
/// Checksums are always computed. Neither allocates nor throws.
BlockFindings checkBlock(const std::byte* block, size_t length, const BlockIdentity& expected,
                         uint64_t oldestGeneration);

}  // namespace ioproof
