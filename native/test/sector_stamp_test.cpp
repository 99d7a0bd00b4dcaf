// Each way in which stored data can be wrong is found and named, and nothing that is right is accused.
#include "core/sector_stamp.h"

#include <gtest/gtest.h>

#include <cstring>
#include <vector>

#include "core/crc32c.h"
#include "core/data_pattern.h"

namespace ioproof {
namespace {

using enum SectorVerdict;
using Block = std::vector<std::byte>;

constexpr BlockIdentity identity{.dataset = 0xd47a5e7, .file = 12, .offset = 1 << 20, .seed = 99, .generation = 7};

Block unstamped(size_t length, uint64_t seed = 1) {
    Block block(length);
    DataPattern(seed).fill(block.data(), length);
    return block;
}

Block stamped(size_t length, const BlockIdentity& as = identity, uint64_t seed = 1) {
    Block block = unstamped(length, seed);
    stampBlock(block.data(), length, as);
    return block;
}

BlockFindings check(const Block& block, uint64_t oldest = identity.generation) {
    return checkBlock(block.data(), block.size(), identity, oldest);
}

BlockIdentity with(uint64_t BlockIdentity::* field, uint64_t value) {
    BlockIdentity other = identity;
    other.*field = value;
    return other;
}

/// All sectors of the block have this verdict.
void expectAll(SectorVerdict verdict, const Block& block, uint64_t oldest = identity.generation) {
    const BlockFindings findings = check(block, oldest);
    const auto sectors = static_cast<uint32_t>((block.size() + stampedSectorBytes - 1) / stampedSectorBytes);
    EXPECT_EQ(findings.count(verdict), sectors) << sectorVerdictNames[static_cast<size_t>(verdict)];
    EXPECT_EQ(findings.first.has_value(), verdict != Good);
    if (findings.first) {
        EXPECT_EQ(findings.first->verdict, verdict);
    }
}

TEST(SectorStamp, IsGoodAsItWasWritten) {
    for (const size_t length : {512u, 1024u, 3584u, 4096u, 4608u, 8192u, 65'536u, 1u << 20}) {
        expectAll(Good, stamped(length));
        EXPECT_EQ(check(stamped(length)).newestGeneration, 7u);
        EXPECT_EQ(check(stamped(length)).oldestGeneration, 7u);
    }
}

TEST(SectorStamp, TakesWholePartsOnly) {
    EXPECT_TRUE(canStamp(512));
    EXPECT_TRUE(canStamp(4608));
    EXPECT_FALSE(canStamp(0));
    EXPECT_FALSE(canStamp(511));
    EXPECT_FALSE(canStamp(5000));
}

TEST(SectorStamp, LeavesTheContentBetweenAsItIs) {
    const Block before = unstamped(12'288), after = stamped(12'288);
    for (size_t at = 0; at < before.size(); ++at) {
        if (at % 4096 < 56 || at % 512 >= 504) continue;
        ASSERT_EQ(before[at], after[at]) << at;
    }
}

TEST(SectorStamp, HasALayoutThatStays) {
    const Block block = stamped(8192);
    const auto field = [&block](size_t at, size_t bytes) {
        uint64_t value = 0;
        std::memcpy(&value, &block[4096 + at], bytes);
        return value;
    };
    EXPECT_EQ(std::memcmp(&block[4096], "IOPF", 4), 0);
    EXPECT_EQ(field(4, 4), crc32c(&block[4096 + 8], 4088));
    EXPECT_EQ(field(8, 2), 1u);
    EXPECT_EQ(field(10, 2), 0u);
    EXPECT_EQ(field(12, 4), 4096u);
    EXPECT_EQ(field(16, 8), 0xd47a5e7u);
    EXPECT_EQ(field(24, 8), 12u);
    EXPECT_EQ(field(32, 8), (1u << 20) + 4096u);
    EXPECT_EQ(field(40, 8), 99u);
    EXPECT_EQ(field(48, 8), 7u);
    for (size_t part = 0; part < 8; ++part) EXPECT_EQ(field(part * 512 + 504, 4), 7u);
    // splitmix64 of (generation << 8) + part, upper half.
    EXPECT_EQ(field(508, 4), 0x7747b9eeu);
    EXPECT_EQ(field(7 * 512 + 508, 4), 0x0d50d2c6u);
}

TEST(SectorStamp, EveryChangedBitIsCorruption) {
    Block block = stamped(4096);
    for (size_t bit = 0; bit < 4096 * 8; ++bit) {
        const auto flip = static_cast<std::byte>(1u << (bit % 8));
        block[bit / 8] ^= flip;
        const BlockFindings findings = check(block);
        ASSERT_EQ(findings.count(Corrupt), 1u) << "bit " << bit;
        block[bit / 8] ^= flip;
    }
    expectAll(Good, block);
}

TEST(SectorStamp, ChangedContentIsCorruptionAndTheChecksumsAreTold) {
    Block block = stamped(16'384);
    const Block right = block;
    std::memset(&block[8192 + 100], 0xee, 300);
    const BlockFindings findings = check(block);
    EXPECT_EQ(findings.count(Good), 3u);
    EXPECT_EQ(findings.count(Corrupt), 1u);
    ASSERT_TRUE(findings.first);
    EXPECT_EQ(findings.first->expected.offset, identity.offset + 8192);
    EXPECT_EQ(findings.first->found.checksum, crc32c(&right[8192 + 8], 4088));
    EXPECT_EQ(findings.first->expected.checksum, crc32c(&block[8192 + 8], 4088));
    EXPECT_EQ(findings.first->otherParts, 0);
}

TEST(SectorStamp, AChangedLengthIsCorruption) {
    Block block = stamped(4096);
    const uint32_t shorter = 512;
    std::memcpy(&block[12], &shorter, sizeof(shorter));
    expectAll(Corrupt, block);
}

/// Parts of `block` replaced by those of another one, where the mask says so.
Block mixed(Block block, const Block& other, unsigned mask) {
    for (size_t part = 0; part < block.size() / 512; ++part)
        if ((mask >> part & 1) != 0) std::memcpy(&block[part * 512], &other[part * 512], 512);
    return block;
}

TEST(SectorStamp, EveryMixOfTwoWritesIsTorn) {
    const Block newer = stamped(4096), older = stamped(4096, with(&BlockIdentity::generation, 6), 2);
    for (unsigned mask = 1; mask < 255; ++mask) {
        const Block torn = mixed(newer, older, mask);
        expectAll(Torn, torn, 1);
        EXPECT_EQ(check(torn).first->otherParts, mask);
    }
}

TEST(SectorStamp, EveryPartlyWrittenHoleIsTorn) {
    const Block whole = stamped(4096), hole(4096);
    for (unsigned mask = 1; mask < 255; ++mask) expectAll(Torn, mixed(whole, hole, mask));
}

TEST(SectorStamp, ATornShortSectorIsTorn) {
    const Block newer = stamped(1024), older = stamped(1024, with(&BlockIdentity::generation, 6));
    expectAll(Torn, mixed(newer, older, 1));
    expectAll(Torn, mixed(newer, older, 2));
}

TEST(SectorStamp, AnOlderGenerationIsStale) {
    expectAll(Stale, stamped(8192, with(&BlockIdentity::generation, 6)));
    expectAll(Stale, stamped(8192, with(&BlockIdentity::generation, 2)), 3);
    const BlockFindings findings = check(stamped(8192, with(&BlockIdentity::generation, 6)));
    EXPECT_EQ(findings.first->expected.generation, 7u);
    EXPECT_EQ(findings.first->found.generation, 6u);
}

TEST(SectorStamp, GenerationsThatMayBeAreGoodAndTold) {
    Block block = stamped(16'384, with(&BlockIdentity::generation, 4));
    const Block newer = stamped(16'384, with(&BlockIdentity::generation, 6));
    std::memcpy(&block[4096], &newer[4096], 4096);
    expectAll(Good, block, 4);
    EXPECT_EQ(check(block, 4).oldestGeneration, 4u);
    EXPECT_EQ(check(block, 4).newestGeneration, 6u);
    EXPECT_EQ(check(block, 5).count(Stale), 3u);
}

TEST(SectorStamp, AGenerationThatIsNotYetWrittenIsForeign) {
    expectAll(Foreign, stamped(4096, with(&BlockIdentity::generation, 8)));
}

TEST(SectorStamp, AnotherPlaceOfTheFileIsMisplaced) {
    const Block block = stamped(8192, with(&BlockIdentity::offset, identity.offset + 65'536));
    expectAll(Misplaced, block);
    EXPECT_EQ(check(block).first->found.offset, identity.offset + 65'536);
    // Wherever it belongs, it may be of any generation.
    BlockIdentity later = with(&BlockIdentity::offset, 0);
    later.generation = 50;
    expectAll(Misplaced, stamped(4096, later));
}

TEST(SectorStamp, SectorsOfABlockThatAreSwappedAreMisplaced) {
    Block block = stamped(8192);
    std::swap_ranges(block.begin(), block.begin() + 4096, block.begin() + 4096);
    expectAll(Misplaced, block);
}

TEST(SectorStamp, AnotherFileDataSetOrSeedIsForeign) {
    expectAll(Foreign, stamped(8192, with(&BlockIdentity::file, 13)));
    expectAll(Foreign, stamped(8192, with(&BlockIdentity::dataset, 1)));
    expectAll(Foreign, stamped(8192, with(&BlockIdentity::seed, 100)));
    EXPECT_EQ(check(stamped(8192, with(&BlockIdentity::file, 13))).first->found.file, 13u);
}

TEST(SectorStamp, BlocksOfAnotherSizeAreForeign) {
    // Each sector of `read` bytes of a file that was written in blocks of `written` bytes.
    for (const auto& [written, read] :
         {std::pair{512u, 4096u}, {1024u, 4096u}, {3584u, 4096u}, {4096u, 512u}, {4096u, 3584u}}) {
        Block file = unstamped(written * read);
        for (size_t at = 0; at < file.size(); at += written)
            stampBlock(&file[at], written, with(&BlockIdentity::offset, identity.offset + at));
        for (size_t at = 0; at < file.size(); at += read) {
            const BlockIdentity expected = with(&BlockIdentity::offset, identity.offset + at);
            const BlockFindings findings = checkBlock(&file[at], read, expected, 7);
            ASSERT_EQ(findings.count(Foreign), 1u) << written << " " << read << " " << at;
            if (at % written == 0) {
                ASSERT_EQ(findings.first->found.length, written);
            }
        }
    }
}

TEST(SectorStamp, WhatNobodyStampedIsForeign) { expectAll(Foreign, unstamped(16'384)); }

TEST(SectorStamp, AnotherLayoutVersionIsForeign) {
    Block block = stamped(4096);
    block[8] = std::byte{2};
    const uint32_t checksum = crc32c(&block[8], 4088);
    std::memcpy(&block[4], &checksum, 4);
    expectAll(Foreign, block);
    EXPECT_EQ(check(block).first->found.version, 2);
}

TEST(SectorStamp, AHoleIsZeros) {
    expectAll(Zeros, Block(16'384));
    expectAll(Zeros, Block(512));
    Block almost(4096);
    almost[4000] = std::byte{1};
    expectAll(Foreign, almost);
}

TEST(SectorStamp, TheFirstOfSeveralFaultsIsToldAndAllAreCounted) {
    Block block = stamped(32'768);
    const auto put = [&block](size_t sector, const Block& other) {
        std::memcpy(&block[sector * 4096], &other[sector * 4096], 4096);
    };
    put(1, stamped(32'768, with(&BlockIdentity::generation, 3)));
    put(2, stamped(32'768, with(&BlockIdentity::offset, 0)));
    put(3, stamped(32'768, with(&BlockIdentity::file, 1)));
    put(4, Block(32'768));
    block[5 * 4096 + 1000] ^= std::byte{4};
    std::memcpy(&block[6 * 4096 + 512], &stamped(32'768, with(&BlockIdentity::generation, 3))[6 * 4096 + 512], 512);
    const BlockFindings findings = check(block);
    for (const SectorVerdict verdict : {Stale, Misplaced, Foreign, Zeros, Corrupt, Torn})
        EXPECT_EQ(findings.count(verdict), 1u) << sectorVerdictNames[static_cast<size_t>(verdict)];
    EXPECT_EQ(findings.count(Good), 2u);
    EXPECT_EQ(findings.first->verdict, Stale);
    EXPECT_EQ(findings.first->expected.offset, identity.offset + 4096);
}

}  // namespace
}  // namespace ioproof
