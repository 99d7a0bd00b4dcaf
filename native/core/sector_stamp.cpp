// Layout of a stamp, writing it, and telling apart the ways in which a sector can be wrong.
#include "core/sector_stamp.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstring>

#include "core/crc32c.h"
#include "core/random.h"

namespace ioproof {
namespace {

static_assert(std::endian::native == std::endian::little, "stamps are stored with the low byte first");

constexpr uint32_t magic = 0x46504f49u;  // "IOPF"
constexpr uint16_t layoutVersion = 1;
constexpr size_t partsPerSector = stampedSectorBytes / stampedPartBytes;

/// The first bytes of a sector. The checksum covers all that follows it, to the end of the sector.
struct Header {
    uint32_t magic;
    uint32_t checksum;
    uint16_t version;
    uint16_t reserved;
    uint32_t length;
    uint64_t dataset;
    uint64_t file;
    uint64_t offset;
    uint64_t seed;
    uint64_t generation;
};
static_assert(sizeof(Header) == 56);
constexpr size_t checksummedFrom = 8;

/// The last bytes of a part: the generation, and a hash of it and of the part's number. Only with the hash can a tag of
/// another write be told from a tag whose bits have changed.
using Tag = uint64_t;
using Tags = std::array<Tag, partsPerSector>;

Tag tagOf(uint32_t generation, size_t part) {
    const uint64_t hash = mix64((uint64_t{generation} << 8) + part);
    return (hash & ~uint64_t{UINT32_MAX}) | generation;
}

Tags tagsOf(uint64_t generation) {
    Tags tags;
    for (size_t part = 0; part < partsPerSector; ++part) tags[part] = tagOf(static_cast<uint32_t>(generation), part);
    return tags;
}

constexpr size_t tagAt(size_t part) { return (part + 1) * stampedPartBytes - sizeof(Tag); }

Tag readTag(const std::byte* sector, size_t part) {
    Tag tag;
    std::memcpy(&tag, sector + tagAt(part), sizeof(tag));
    return tag;
}

Header headerIn(const std::byte* sector) {
    Header header;
    std::memcpy(&header, sector, sizeof(header));
    return header;
}

Header headerOf(const BlockIdentity& block, uint64_t at, size_t length) {
    return {.magic = magic,
            .checksum = 0,
            .version = layoutVersion,
            .reserved = 0,
            .length = static_cast<uint32_t>(length),
            .dataset = block.dataset,
            .file = block.file,
            .offset = block.offset + at,
            .seed = block.seed,
            .generation = block.generation};
}

uint32_t checksumOf(const std::byte* sector, size_t length) {
    return crc32c(sector + checksummedFrom, length - checksummedFrom);
}

SectorStamp stampOf(const Header& header) {
    return {.version = header.version,
            .length = header.length,
            .dataset = header.dataset,
            .file = header.file,
            .offset = header.offset,
            .seed = header.seed,
            .generation = header.generation,
            .checksum = header.checksum};
}

bool isZero(const std::byte* data, size_t length) {
    return data[0] == std::byte{0} && std::memcmp(data, data + 1, length - 1) == 0;
}

/// What the parts of a sector say.
struct Parts {
    uint32_t ours = 0;
    uint32_t zeros = 0;
    bool generationsDiffer = false;
};

Parts partsOf(const std::byte* sector, size_t length) {
    Parts parts;
    uint32_t generation = 0;
    for (size_t part = 0; part < length / stampedPartBytes; ++part) {
        const Tag tag = readTag(sector, part);
        const auto own = static_cast<uint32_t>(tag);
        if (tag == tagOf(own, part)) {
            parts.generationsDiffer |= parts.ours > 0 && own != generation;
            generation = own;
            ++parts.ours;
        } else if (isZero(sector + part * stampedPartBytes, stampedPartBytes)) {
            ++parts.zeros;
        }
    }
    return parts;
}

/// Stamped as a sector of another length, in blocks of another size. One that goes on beyond what was read cannot be
/// checksummed; its first tag must do.
bool hasOtherLength(const std::byte* sector, size_t length, const Header& found) {
    const bool differs = found.magic == magic && found.length != length;
    if (!differs || !canStamp(found.length) || found.length > stampedSectorBytes) return false;
    if (found.length > length) return readTag(sector, 0) == tagOf(static_cast<uint32_t>(found.generation), 0);
    return found.checksum == checksumOf(sector, found.length);
}

/// Of a sector that is not, as a whole, what some write has stamped here.
SectorVerdict verdictOnDamage(const std::byte* sector, size_t length, const Header& found) {
    if (isZero(sector, length)) return SectorVerdict::Zeros;
    if (hasOtherLength(sector, length, found)) return SectorVerdict::Foreign;
    const Parts parts = partsOf(sector, length);
    if (parts.generationsDiffer || (parts.ours > 0 && parts.zeros > 0)) return SectorVerdict::Torn;
    return parts.ours == 0 && found.magic != magic ? SectorVerdict::Foreign : SectorVerdict::Corrupt;
}

/// Of a whole sector: the bytes are those of some write.
SectorVerdict verdictOnIdentity(const Header& wanted, const Header& found, uint64_t oldestGeneration) {
    const bool sameFile = found.dataset == wanted.dataset && found.file == wanted.file && found.seed == wanted.seed;
    if (found.version != wanted.version || !sameFile) return SectorVerdict::Foreign;
    if (found.offset != wanted.offset) return SectorVerdict::Misplaced;
    if (found.generation > wanted.generation) return SectorVerdict::Foreign;
    return found.generation < oldestGeneration ? SectorVerdict::Stale : SectorVerdict::Good;
}

/// Bit i: part i does not carry its tag.
uint8_t partsWithout(const Tags& tags, const std::byte* sector, size_t length) {
    uint8_t parts = 0;
    for (size_t part = 0; part < length / stampedPartBytes; ++part)
        if (readTag(sector, part) != tags[part]) parts |= static_cast<uint8_t>(1u << part);
    return parts;
}

/// `wanted` has the checksum of the bytes as they are, `tags` are those of its generation.
SectorVerdict verdictOf(const std::byte* sector, const Header& wanted, const Header& found, const Tags& tags,
                        uint64_t oldestGeneration) {
    const bool checked = found.magic == magic && found.checksum == wanted.checksum;
    const bool whole = checked && (found.generation == wanted.generation
                                       ? partsWithout(tags, sector, wanted.length)
                                       : partsWithout(tagsOf(found.generation), sector, wanted.length)) == 0;
    return whole ? verdictOnIdentity(wanted, found, oldestGeneration) : verdictOnDamage(sector, wanted.length, found);
}

}  // namespace

void stampBlock(std::byte* block, size_t length, const BlockIdentity& identity) {
    const Tags tags = tagsOf(identity.generation);
    for (size_t at = 0; at < length; at += stampedSectorBytes) {
        std::byte* sector = block + at;
        Header header = headerOf(identity, at, std::min(stampedSectorBytes, length - at));
        std::memcpy(sector, &header, sizeof(header));
        for (size_t part = 0; part < header.length / stampedPartBytes; ++part)
            std::memcpy(sector + tagAt(part), &tags[part], sizeof(Tag));
        header.checksum = checksumOf(sector, header.length);
        std::memcpy(sector + offsetof(Header, checksum), &header.checksum, sizeof(header.checksum));
    }
}

BlockFindings checkBlock(const std::byte* block, size_t length, const BlockIdentity& expected,
                         uint64_t oldestGeneration) {
    const Tags tags = tagsOf(expected.generation);
    BlockFindings findings;
    for (size_t at = 0; at < length; at += stampedSectorBytes) {
        const std::byte* sector = block + at;
        Header wanted = headerOf(expected, at, std::min(stampedSectorBytes, length - at));
        wanted.checksum = checksumOf(sector, wanted.length);
        const Header found = headerIn(sector);
        const SectorVerdict verdict = verdictOf(sector, wanted, found, tags, oldestGeneration);
        ++findings.sectors[static_cast<size_t>(verdict)];
        if (verdict == SectorVerdict::Good) {
            findings.oldestGeneration = std::min(findings.oldestGeneration, found.generation);
            findings.newestGeneration = std::max(findings.newestGeneration, found.generation);
        } else if (!findings.first) {
            findings.first = SectorMismatch{.verdict = verdict,
                                            .expected = stampOf(wanted),
                                            .found = stampOf(found),
                                            .foundIsOurs = found.magic == magic,
                                            .otherParts = partsWithout(tags, sector, wanted.length)};
        }
    }
    return findings;
}

}  // namespace ioproof
