// Content compresses and repeats by the share that was asked for, and to the byte as a pattern says.
#include "core/block_content.h"

#include <gtest/gtest.h>

#if defined(IOPROOF_TEST_ZLIB)
#include <zlib.h>
#endif

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/io_error.h"

namespace ioproof {
namespace {

using Bytes = std::vector<std::byte>;

Bytes bytesOf(std::string_view text) {
    Bytes bytes;
    for (const char character : text) bytes.push_back(static_cast<std::byte>(character));
    return bytes;
}

ContentOptions options(uint32_t compressPercent, uint32_t dedupePercent, const Bytes& pattern = {}) {
    return {.seed = 5, .compressPercent = compressPercent, .dedupePercent = dedupePercent, .pattern = pattern};
}

Bytes next(BlockContent& content, size_t length) {
    Bytes block(length);
    content.fill(block.data(), length);
    return block;
}

TEST(BlockContent, IsTheRandomStreamWhereNothingIsAskedFor) {
    BlockContent content(options(0, 0));
    DataPattern stream(5);
    for (const size_t length : {4096u, 100u, 65'536u}) {
        Bytes expected(length);
        stream.fill(expected.data(), length);
        EXPECT_EQ(next(content, length), expected);
    }
}

/// Bytes at the start of a unit that are all the same.
size_t runOf(const Bytes& block, size_t start, size_t length) {
    size_t run = 1;
    while (run < length && block[start + run] == block[start]) ++run;
    return run;
}

TEST(BlockContent, BeginsEveryUnitWithARunOfTheCompressibleShare) {
    for (const uint32_t percent : {1u, 10u, 50u, 90u}) {
        BlockContent content(options(percent, 0));
        const Bytes block = next(content, 65'536);
        for (size_t unit = 0; unit < block.size(); unit += 4096) {
            const size_t run = runOf(block, unit, 4096);
            EXPECT_GE(run, 4096 * percent / 100);
            EXPECT_LE(run, 4096 * percent / 100 + 24);
        }
    }
}

TEST(BlockContent, HasRunsInShortBlocksToo) {
    BlockContent content(options(50, 0));
    const Bytes block = next(content, 4096 + 512);
    EXPECT_NEAR(static_cast<double>(runOf(block, 4096, 512)), 256, 24);
    for (const size_t length : {1u, 2u, 15u, 16u, 17u, 40u, 63u}) EXPECT_EQ(next(content, length).size(), length);
}

TEST(BlockContent, StaysDifferentFromBlockToBlockAtFullCompression) {
    BlockContent content(options(100, 0));
    std::set<Bytes> units;
    const Bytes block = next(content, 1 << 20);
    for (auto at = block.begin(); at != block.end(); at += 4096) units.emplace(at, at + 4096);
    EXPECT_EQ(units.size(), 256u);
}

TEST(BlockContent, CompressesByThePercentage) {
#if defined(IOPROOF_TEST_ZLIB)
    for (const uint32_t percent : {0u, 1u, 10u, 25u, 50u, 75u, 90u, 99u, 100u}) {
        BlockContent content(options(percent, 0));
        const Bytes block = next(content, 1 << 20);
        for (const int level : {1, 6, 9}) {
            uLongf compressed = compressBound(block.size());
            std::vector<Bytef> out(compressed);
            ASSERT_EQ(
                compress2(out.data(), &compressed, reinterpret_cast<const Bytef*>(block.data()), block.size(), level),
                Z_OK);
            const double saved = 100 - 100 * static_cast<double>(compressed) / static_cast<double>(block.size());
            // What stays different in each unit is missing at the very end.
            EXPECT_NEAR(saved, percent, percent < 100 ? 0.3 : 1) << "level " << level;
        }
    }
#else
    GTEST_SKIP() << "zlib is not installed (Debian: zlib1g-dev)";
#endif
}

/// Blocks by content: how often each came.
std::map<Bytes, int> repeats(const ContentOptions& asked, int blocks) {
    BlockContent content(asked);
    std::map<Bytes, int> counts;
    for (int block = 0; block < blocks; ++block) ++counts[next(content, 512)];
    return counts;
}

TEST(BlockContent, RepeatsTheShareOfBlocks) {
    constexpr int blocks = 20'000;
    for (const uint32_t percent : {0u, 1u, 30u, 80u, 99u}) {
        const double share = percent / 100.0;
        const auto different = static_cast<double>(repeats(options(0, percent), blocks).size());
        EXPECT_NEAR(blocks - different, share * blocks, 5 * std::sqrt(blocks * share * (1 - share)) + 1);
    }
    EXPECT_EQ(repeats(options(0, 100), 100).size(), 1u);
}

TEST(BlockContent, RepeatsBlocksFromAllThatCameBefore) {
    int most = 0;
    for (const auto& [block, count] : repeats(options(0, 50), 20'000)) most = std::max(most, count);
    // The first of 10,000 originals repeats with 1/1 + 1/2 + … of all chances: 10 on average.
    EXPECT_GT(most, 4);
    EXPECT_LT(most, 40);
}

TEST(BlockContent, RepeatsCompressibleBlocksToTheByte) {
    const std::map<Bytes, int> counts = repeats(options(60, 50), 2000);
    EXPECT_NEAR(static_cast<double>(counts.size()), 1000, 112);
}

TEST(BlockContent, RepeatsAPatternFromTheStartOfEachBlock) {
    for (const std::string_view text : {"x", "abc", "0123456789abcdef", "a pattern of some length, no power of two"}) {
        BlockContent content(options(0, 0, bytesOf(text)));
        for (const size_t length : {1u, 2u, 5u, 16u, 511u, 512u, 4096u, 10'000u}) {
            const Bytes block = next(content, length);
            for (size_t at = 0; at < length; ++at)
                ASSERT_EQ(block[at], static_cast<std::byte>(text[at % text.size()])) << at;
        }
    }
}

TEST(BlockContent, UsesThePatternForCompressibleParts) {
    BlockContent content(options(50, 0, bytesOf("abc")));
    const Bytes block = next(content, 8192);
    for (size_t at = 0; at < 2048; ++at) ASSERT_EQ(block[4096 + at], static_cast<std::byte>("abc"[at % 3]));
    EXPECT_NE(Bytes(block.begin() + 2200, block.begin() + 4096), Bytes(block.begin() + 6296, block.end()));
}

TEST(BlockContent, WritesNothingBeyondTheBlock) {
    for (const ContentOptions& asked :
         {options(50, 0), options(0, 50), options(0, 0, bytesOf("abc")), options(100, 100)}) {
        BlockContent content(asked);
        for (const size_t length : {1u, 40u, 512u, 5000u}) {
            Bytes memory(length + 64, std::byte{0xa5});
            content.fill(memory.data(), length);
            for (size_t at = length; at < memory.size(); ++at) ASSERT_EQ(memory[at], std::byte{0xa5});
        }
    }
}

TEST(BlockContent, SeedsGiveContentOfTheirOwn) {
    for (const ContentOptions& asked : {options(0, 0), options(40, 0), options(0, 40)}) {
        ContentOptions otherwise = asked;
        otherwise.seed = 6;
        BlockContent first(asked), again(asked), other(otherwise);
        const Bytes block = next(first, 4096);
        EXPECT_EQ(next(again, 4096), block);
        EXPECT_NE(next(other, 4096), block);
    }
}

TEST(BlockContent, RefusesMoreThanAll) {
    EXPECT_THROW(BlockContent(options(101, 0)), JobError);
    EXPECT_THROW(BlockContent(options(0, 101)), JobError);
}

}  // namespace
}  // namespace ioproof
