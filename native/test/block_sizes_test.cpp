// Block sizes are drawn as asked for and tell their bounds.
#include "core/block_sizes.h"

#include <gtest/gtest.h>

#include <map>

#include "chi_square.h"
#include "core/io_error.h"

namespace ioproof {
namespace {

std::map<uint32_t, uint64_t> drawn(const BlockSizes& sizes, int draws) {
    Random random(21);
    std::map<uint32_t, uint64_t> counts;
    for (int draw = 0; draw < draws; ++draw) ++counts[sizes.draw(random)];
    return counts;
}

TEST(BlockSizes, FixedTakesNoRandomNumber) {
    const BlockSizes sizes = BlockSizes::fixed(4096);
    Random random(1), untouched(1);
    for (int draw = 0; draw < 100; ++draw) EXPECT_EQ(sizes.draw(random), 4096u);
    EXPECT_EQ(random.next(), untouched.next());
    EXPECT_EQ(sizes.smallest(), 4096u);
    EXPECT_EQ(sizes.largest(), 4096u);
    EXPECT_EQ(sizes.unit(), 4096u);
    EXPECT_EQ(sizes.mean(), 4096);
}

TEST(BlockSizes, RangeIsEvenOverMultiplesOfItsUnit) {
    const BlockSizes sizes = BlockSizes::range(8192, 65'536, 4096);
    std::vector<uint64_t> counts;
    for (const auto& [bytes, count] : drawn(sizes, 300'000)) {
        EXPECT_EQ(bytes, 8192 + counts.size() * 4096);
        counts.push_back(count);
    }
    ASSERT_EQ(counts.size(), 15u);
    expectFits(counts, std::vector<double>(15, 1));
    EXPECT_EQ(sizes.smallest(), 8192u);
    EXPECT_EQ(sizes.largest(), 65'536u);
    EXPECT_EQ(sizes.unit(), 4096u);
    EXPECT_EQ(sizes.mean(), 36'864);
}

TEST(BlockSizes, RangeMayBeOfSingleBytesAndOfOneSize) {
    const std::map<uint32_t, uint64_t> bytes = drawn(BlockSizes::range(1, 100, 1), 100'000);
    EXPECT_EQ(bytes.size(), 100u);
    EXPECT_EQ(drawn(BlockSizes::range(512, 512, 512), 10), (std::map<uint32_t, uint64_t>{{512, 10}}));
}

TEST(BlockSizes, SplitFollowsItsWeights) {
    // JESD219's enterprise mix, in percent.
    const std::vector<SizeShare> mix = {{512, 4},  {1024, 1},  {1536, 1},  {2048, 1},   {2560, 1},   {3072, 1},
                                        {3584, 1}, {4096, 67}, {8192, 10}, {16'384, 7}, {32'768, 3}, {65'536, 3}};
    const BlockSizes sizes = BlockSizes::split(mix);
    std::map<uint32_t, uint64_t> counts = drawn(sizes, 1'000'000);
    ASSERT_EQ(counts.size(), mix.size());
    std::vector<uint64_t> observed;
    std::vector<double> chances;
    double mean = 0;
    for (const SizeShare& share : mix) {
        observed.push_back(counts[share.bytes]);
        chances.push_back(static_cast<double>(share.weight));
        mean += share.bytes * static_cast<double>(share.weight) / 100;
    }
    expectFits(observed, chances);
    EXPECT_EQ(sizes.smallest(), 512u);
    EXPECT_EQ(sizes.largest(), 65'536u);
    EXPECT_EQ(sizes.unit(), 512u);
    EXPECT_NEAR(sizes.mean(), mean, 1e-9);
}

TEST(BlockSizes, SplitLeavesOutWhatHasNoWeight) {
    const BlockSizes sizes = BlockSizes::split(std::vector<SizeShare>{{4096, 1}, {1 << 20, 0}});
    EXPECT_EQ(sizes.largest(), 4096u);
    EXPECT_EQ(drawn(sizes, 1000), (std::map<uint32_t, uint64_t>{{4096, 1000}}));
}

TEST(BlockSizes, DirectionsHaveTheirOwn) {
    const DirectionBlockSizes sizes{.read = BlockSizes::fixed(4096), .write = BlockSizes::fixed(65'536)};
    Random random(1);
    EXPECT_EQ(sizes.draw(OperationKind::Read, random), 4096u);
    EXPECT_EQ(sizes.draw(OperationKind::Write, random), 65'536u);
    EXPECT_EQ(sizes.largest(), 65'536u);
}

TEST(BlockSizes, RefusesSizesThatAreNone) {
    EXPECT_THROW(BlockSizes::fixed(0), JobError);
    EXPECT_THROW(BlockSizes::fixed((1u << 30) + 1), JobError);
    EXPECT_THROW(BlockSizes::range(8192, 4096, 4096), JobError);
    EXPECT_THROW(BlockSizes::range(4096, 8192, 0), JobError);
    EXPECT_THROW(BlockSizes::range(4096, 10'000, 4096), JobError);
    EXPECT_THROW(BlockSizes::range(4096, 8192, 3000), JobError);
    EXPECT_THROW(BlockSizes::split({}), JobError);
    EXPECT_THROW(BlockSizes::split(std::vector<SizeShare>{{4096, 0}}), JobError);
    EXPECT_THROW(BlockSizes::split(std::vector<SizeShare>{{0, 1}, {4096, 1}}), JobError);
    EXPECT_THROW(BlockSizes::split(std::vector<SizeShare>{{4096, uint64_t{1} << 33}}), JobError);
    EXPECT_EQ(BlockSizes::fixed(1u << 30).largest(), 1u << 30);
}

}  // namespace
}  // namespace ioproof
