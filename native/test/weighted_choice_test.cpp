// A weighted choice follows its weights exactly, whatever they are.
#include "core/weighted_choice.h"

#include <gtest/gtest.h>

#include <numeric>
#include <vector>

#include "chi_square.h"
#include "core/io_error.h"
#include "core/random.h"

namespace ioproof {
namespace {

std::vector<uint64_t> drawn(const std::vector<uint64_t>& weights, int draws) {
    const WeightedChoice choice(weights);
    Random random(11);
    std::vector<uint64_t> counts(weights.size());
    for (int draw = 0; draw < draws; ++draw) ++counts.at(choice.at(random.next()));
    return counts;
}

/// Share of evenly spaced numbers that each choice gets: off by less than one of them a column.
std::vector<uint64_t> shares(const std::vector<uint64_t>& weights, uint64_t steps) {
    const WeightedChoice choice(weights);
    std::vector<uint64_t> counts(weights.size());
    for (uint64_t step = 0; step < steps; ++step) ++counts.at(choice.at(UINT64_MAX / steps * step));
    return counts;
}

TEST(WeightedChoice, FollowsItsWeights) {
    std::vector<uint64_t> falling(1000);
    for (size_t at = 0; at < falling.size(); ++at) falling[at] = 1'000'000 / (at + 1);
    for (const std::vector<uint64_t>& weights :
         {std::vector<uint64_t>{1, 1}, {3, 1}, {67, 10, 7, 3, 3, 4, 1, 1, 2, 2}, {1, 1'000}, falling}) {
        expectFits(drawn(weights, 1'000'000), {weights.begin(), weights.end()});
    }
}

TEST(WeightedChoice, GivesEachItsExactShareOfAllNumbers) {
    for (const std::vector<uint64_t>& weights :
         {std::vector<uint64_t>{5}, {60, 30, 8, 2}, {1, 2, 3, 4, 5, 6, 7}, {0, 100, 0, 300}, {1, 999'999}}) {
        const uint64_t sum = std::accumulate(weights.begin(), weights.end(), uint64_t{0});
        const uint64_t stepsPerUnit = 7 + 1'000'000 / sum;
        const std::vector<uint64_t> counts = shares(weights, sum * stepsPerUnit);
        for (size_t at = 0; at < weights.size(); ++at)
            EXPECT_NEAR(static_cast<double>(counts[at]), static_cast<double>(weights[at] * stepsPerUnit),
                        static_cast<double>(weights.size()))
                << at;
    }
}

TEST(WeightedChoice, NeverTakesWhatHasNoWeight) {
    const std::vector<uint64_t> weights = {0, 1, 0, 0, 5, 0};
    const WeightedChoice choice(weights);
    for (const uint64_t edge : {uint64_t{0}, uint64_t{1}, UINT64_MAX / 6, UINT64_MAX / 2, uint64_t{UINT64_MAX}})
        EXPECT_GT(weights[choice.at(edge)], 0u);
    // The first number of each column is where a border of 0 would show.
    for (uint64_t column = 0; column < 6; ++column)
        for (uint64_t near = 0; near < 3; ++near)
            EXPECT_GT(weights[choice.at(UINT64_MAX / 6 * column + column + near)], 0u);
    const std::vector<uint64_t> counts = drawn(weights, 100'000);
    EXPECT_EQ(counts[0] + counts[2] + counts[3] + counts[5], 0u);
}

TEST(WeightedChoice, TakesWeightsUpTo64Bits) {
    const std::vector<uint64_t> counts = drawn({uint64_t{1} << 63, uint64_t{1} << 62, uint64_t{1} << 61}, 700'000);
    expectFits(counts, {4, 2, 1});
}

TEST(WeightedChoice, RefusesWeightsWithoutASum) {
    EXPECT_THROW(WeightedChoice(std::vector<uint64_t>{}), JobError);
    EXPECT_THROW(WeightedChoice(std::vector<uint64_t>{0, 0}), JobError);
    EXPECT_THROW(WeightedChoice(std::vector<uint64_t>{UINT64_MAX, 1}), JobError);
}

}  // namespace
}  // namespace ioproof
