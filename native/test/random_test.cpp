// Random numbers stay within their bound, are spread evenly and repeat with their seed.
#include "core/random.h"

#include <gtest/gtest.h>

#include <array>
#include <set>

namespace ioproof {
namespace {

TEST(Random, StaysBelowItsBound) {
    Random random(1);
    for (const uint64_t bound :
         {uint64_t{1}, uint64_t{2}, uint64_t{3}, uint64_t{1000}, (uint64_t{1} << 40) + 1, uint64_t{UINT64_MAX}})
        for (int draw = 0; draw < 10'000; ++draw) ASSERT_LT(random.below(bound), bound);
}

TEST(Random, ReachesEveryValueBelowASmallBound) {
    Random random(2);
    std::set<uint64_t> seen;
    for (int draw = 0; draw < 10'000; ++draw) seen.insert(random.below(100));
    EXPECT_EQ(seen.size(), 100u);
}

TEST(Random, IsSpreadEvenly) {
    constexpr size_t cells = 1000;
    constexpr int draws = 1'000'000;
    for (const uint64_t bound : {uint64_t{cells}, uint64_t{cells} << 40}) {
        Random random(3);
        std::array<int, cells> counts{};
        for (int draw = 0; draw < draws; ++draw) ++counts[random.below(bound) / (bound / cells)];
        double chiSquare = 0;
        const double expected = static_cast<double>(draws) / cells;
        for (const int count : counts) chiSquare += (count - expected) * (count - expected) / expected;
        // 999 degrees of freedom: mean 999, standard deviation 44.7; five of them to each side.
        EXPECT_GT(chiSquare, 775);
        EXPECT_LT(chiSquare, 1223);
    }
}

TEST(Random, RepeatsWithItsSeedOnly) {
    Random first(9), again(9), other(10);
    int same = 0;
    for (int draw = 0; draw < 1000; ++draw) {
        const uint64_t value = first.next();
        ASSERT_EQ(value, again.next());
        same += value == other.next();
    }
    EXPECT_EQ(same, 0);
}

TEST(Random, MixesAsSplitmix64IsPublished) {
    // First outputs of the reference implementation with state 1234567.
    constexpr uint64_t step = 0x9e3779b97f4a7c15u;
    EXPECT_EQ(mix64(1234567), 6457827717110365317u);
    EXPECT_EQ(mix64(1234567 + step), 3203168211198807973u);
    EXPECT_EQ(mix64(1234567 + 2 * step), 9817491932198370423u);
}

}  // namespace
}  // namespace ioproof
