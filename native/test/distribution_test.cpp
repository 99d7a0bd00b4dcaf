// Skewed draws follow the laws they are named after, at any number of items.
#include "core/distribution.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <set>

#include "chi_square.h"
#include "core/io_error.h"

namespace ioproof {
namespace {

constexpr int draws = 400'000;
constexpr uint64_t huge = uint64_t{1} << 40;

Skew inOrder(Shape shape, double parameter) {
    return {.shape = shape, .parameter = parameter, .zones = {}, .scattered = false};
}

/// Chance of the items from `first` up to `end`, up to a factor.
using Chance = std::function<double(uint64_t first, uint64_t end)>;

/// Cells of one item each at the start, then growing by a tenth, so that head and tail are both looked at.
std::vector<uint64_t> growingCells(uint64_t items) {
    std::vector<uint64_t> starts;
    for (uint64_t start = 0; start < items; start += std::max<uint64_t>(1, start / 10)) starts.push_back(start);
    return starts;
}

std::vector<uint64_t> mirrored(const std::vector<uint64_t>& starts, uint64_t items) {
    std::vector<uint64_t> result = {0};
    for (size_t cell = starts.size() - 1; cell > 0; --cell) result.push_back(items - starts[cell]);
    return result;
}

void expectLaw(const Skew& skew, uint64_t items, const std::vector<uint64_t>& starts, const Chance& chance) {
    SCOPED_TRACE(testing::Message() << "shape " << static_cast<int>(skew.shape) << " parameter " << skew.parameter
                                    << " items " << items);
    const Distribution distribution(skew, items, 1);
    Random random(mix64(items) ^ static_cast<uint64_t>(skew.parameter * 1000));
    std::vector<uint64_t> counts(starts.size());
    for (int draw = 0; draw < draws; ++draw) {
        const uint64_t item = distribution.draw(random);
        ASSERT_LT(item, items);
        const auto next = std::upper_bound(starts.begin(), starts.end(), item);
        ++counts[static_cast<size_t>(next - starts.begin() - 1)];
    }
    std::vector<double> chances;
    for (size_t cell = 0; cell < starts.size(); ++cell)
        chances.push_back(chance(starts[cell], cell + 1 < starts.size() ? starts[cell + 1] : items));
    expectFits(counts, chances);
}

/// Sum of k^-theta for k from first + 1 to end: term by term, and by the Euler-Maclaurin formula where k is large.
double zipfSum(double theta, uint64_t first, uint64_t end) {
    double sum = 0;
    while (first < end && first < 2000) sum += std::pow(static_cast<double>(++first), -theta);
    if (first >= end) return sum;
    const auto a = static_cast<double>(first + 1);
    const auto b = static_cast<double>(end);
    const double logarithm = std::log(b / a);
    const double area =
        theta == 1 ? logarithm : std::pow(a, 1 - theta) * std::expm1((1 - theta) * logarithm) / (1 - theta);
    const double slopes = theta / 12 * (std::pow(a, -theta - 1) - std::pow(b, -theta - 1));
    return sum + area + (std::pow(a, -theta) + std::pow(b, -theta)) / 2 + slopes;
}

TEST(Distribution, ZipfFollowsThePowerOfTheRank) {
    for (const double theta : {0.05, 0.5, 0.8, 0.99, 1.0, 1.01, 1.2, 2.0, 3.5, 5.0})
        for (const uint64_t items : {uint64_t{1}, uint64_t{2}, uint64_t{10}, uint64_t{1000}, uint64_t{262'144}, huge})
            expectLaw(inOrder(Shape::Zipf, theta), items, growingCells(items),
                      [theta](uint64_t first, uint64_t end) { return zipfSum(theta, first, end); });
}

TEST(Distribution, ZipfGivesEachItemItsOwnChance) {
    // Enough draws to see the hundredth by which neighbours of one run of the staircase differ.
    constexpr uint64_t items = 1000;
    const Distribution distribution(inOrder(Shape::Zipf, 1), items, 1);
    Random random(10);
    std::vector<uint64_t> counts(items);
    for (int draw = 0; draw < 20'000'000; ++draw) ++counts[distribution.draw(random)];
    std::vector<double> chances;
    for (uint64_t item = 0; item < items; ++item) chances.push_back(1 / static_cast<double>(item + 1));
    expectFits(counts, chances);
}

/// Share of the operations below item k, by the definition: n u^p < k.
Chance paretoChance(double h, uint64_t items) {
    const double power = std::log(h) / std::log(1 - h);
    const auto below = [power, items](uint64_t item) {
        return std::pow(static_cast<double>(item) / static_cast<double>(items), 1 / power);
    };
    return [below](uint64_t first, uint64_t end) { return below(end) - below(first); };
}

TEST(Distribution, ParetoFollowsFiosPower) {
    for (const double h : {0.02, 0.1, 0.2, 0.5, 0.8, 0.9, 0.98})
        for (const uint64_t items : {uint64_t{1}, uint64_t{2}, uint64_t{10}, uint64_t{1000}, uint64_t{262'144}, huge}) {
            std::vector<uint64_t> starts = growingCells(items);
            if (h > 0.5) starts = mirrored(starts, items);
            expectLaw(inOrder(Shape::Pareto, h), items, starts, paretoChance(h, items));
        }
}

TEST(Distribution, ParetoGivesAShareOfTheItemsTheRestOfTheOperations) {
    const Distribution distribution(inOrder(Shape::Pareto, 0.2), 1'000'000, 1);
    Random random(4);
    int popular = 0;
    for (int draw = 0; draw < draws; ++draw) popular += distribution.draw(random) < 200'000;
    EXPECT_NEAR(popular, 0.8 * draws, 5 * std::sqrt(0.16 * draws));
}

std::vector<uint64_t> evenCells(uint64_t items, uint64_t cells) {
    std::vector<uint64_t> starts;
    for (uint64_t cell = 0; cell < std::min(items, cells); ++cell)
        starts.push_back(static_cast<uint64_t>(static_cast<Uint128>(cell) * items / std::min(items, cells)));
    return starts;
}

TEST(Distribution, NormalIsCentredAndCutOffAtTheEnds) {
    for (const double percent : {0.5, 3.0, 10.0, 30.0, 100.0})
        for (const uint64_t items :
             {uint64_t{1}, uint64_t{2}, uint64_t{3}, uint64_t{10}, uint64_t{999}, uint64_t{1000}}) {
            const double deviation = percent / 100 * static_cast<double>(items);
            const double centre = static_cast<double>(items - 1) / 2;
            expectLaw(inOrder(Shape::Normal, percent), items, evenCells(items, 1000),
                      [deviation, centre](uint64_t first, uint64_t end) {
                          // Over the chance of the middle, which may be too small for a double by itself.
                          const double middle = centre - std::floor(centre);
                          double sum = 0;
                          for (; first < end; ++first) {
                              const double distance = static_cast<double>(first) - centre;
                              sum += std::exp((middle * middle - distance * distance) / deviation / deviation / 2);
                          }
                          return sum;
                      });
        }
}

TEST(Distribution, NormalFollowsTheBellOverManyItems) {
    for (const double percent : {0.5, 3.0, 10.0, 30.0, 100.0})
        for (const uint64_t items : {uint64_t{262'144}, uint64_t{1'000'003}, huge}) {
            const double deviation = percent / 100 * static_cast<double>(items);
            const auto below = [deviation, items](uint64_t item) {
                const double distance = static_cast<double>(item) - static_cast<double>(items) / 2;
                return std::erfc(-distance / deviation / std::sqrt(2)) / 2;
            };
            expectLaw(inOrder(Shape::Normal, percent), items, evenCells(items, 2000),
                      [below](uint64_t first, uint64_t end) { return below(end) - below(first); });
        }
}

TEST(Distribution, ZonesGetTheirShareAndAreEvenInside) {
    const Skew skew{.shape = Shape::Zoned,
                    .parameter = 0,
                    .zones = {{.operations = 50, .space = 5}, {30, 15}, {0, 30}, {20, 50}},
                    .scattered = false};
    for (const uint64_t items : {uint64_t{20}, uint64_t{1000}, uint64_t{1'000'000}, huge}) {
        expectLaw(skew, items, evenCells(items, 200), [items](uint64_t first, uint64_t end) {
            const double middle = (static_cast<double>(first) + static_cast<double>(end - 1)) / 2;
            const double place = (middle + 0.5) / static_cast<double>(items);
            const double density = place < 0.05 ? 10 : place < 0.2 ? 2 : place < 0.5 ? 0 : 0.4;
            return density * static_cast<double>(end - first);
        });
    }
}

TEST(Distribution, CutsZonesAtWholeItems) {
    const Skew skew{.shape = Shape::Zoned, .parameter = 0, .zones = {{90, 30}, {10, 70}}, .scattered = false};
    const Distribution distribution(skew, 7, 1);
    Random random(1);
    std::vector<uint64_t> counts(7);
    for (int draw = 0; draw < draws; ++draw) ++counts[distribution.draw(random)];
    // 30 % of 7 items are 2.1: two items have 90 % of the operations.
    expectFits(counts, {0.45, 0.45, 0.02, 0.02, 0.02, 0.02, 0.02});
}

TEST(Distribution, ScattersByAPermutationOfTheKey) {
    constexpr uint64_t items = 300'000;
    for (const auto& [shape, parameter] :
         {std::pair{Shape::Zipf, 1.2}, std::pair{Shape::Pareto, 0.2}, std::pair{Shape::Normal, 5.0}}) {
        Skew skew = inOrder(shape, parameter);
        const Distribution ordered(skew, items, 77);
        skew.scattered = true;
        const Distribution scattered(skew, items, 77), otherwise(skew, items, 78);
        const Permutation permutation(items, 77);
        Random first(5), second(5), third(5);
        int same = 0;
        for (int draw = 0; draw < 10'000; ++draw) {
            const uint64_t item = permutation(ordered.draw(first));
            ASSERT_EQ(scattered.draw(second), item);
            same += otherwise.draw(third) == item;
        }
        EXPECT_LT(same, 10);
    }
}

TEST(Distribution, PopularItemsAreSpreadOverTheWholeRange) {
    constexpr uint64_t items = 1'000'000;
    Skew skew = inOrder(Shape::Zipf, 2);
    skew.scattered = true;
    const Distribution distribution(skew, items, 3);
    Random random(6);
    std::set<uint64_t> popular;
    while (popular.size() < 100) popular.insert(distribution.draw(random));
    uint64_t before = UINT64_MAX - 10;
    std::vector<uint64_t> tenths(10);
    for (const uint64_t item : popular) {
        EXPECT_NE(item, before + 1);
        before = item;
        ++tenths[item / (items / 10)];
    }
    expectFits(tenths, std::vector<double>(10, 1));
}

TEST(Distribution, RepeatsWithItsSeed) {
    const Distribution distribution(inOrder(Shape::Zipf, 0.9), huge, 1);
    Random first(8), again(8);
    for (int draw = 0; draw < 1000; ++draw) ASSERT_EQ(distribution.draw(first), distribution.draw(again));
}

TEST(Distribution, RefusesWhatItCannotDraw) {
    const auto refused = [](const Skew& skew, uint64_t items) {
        EXPECT_THROW(Distribution(skew, items, 1), JobError)
            << static_cast<int>(skew.shape) << " " << skew.parameter << " " << items;
    };
    refused(inOrder(Shape::Zipf, 1), 0);
    refused(inOrder(Shape::Zipf, 1), (uint64_t{1} << 53) + 1);
    for (const double theta : {0.0, -1.0, 10.5, std::nan("")}) refused(inOrder(Shape::Zipf, theta), 10);
    for (const double h : {0.0, 1.0, -0.5, 2.0, std::nan("")}) refused(inOrder(Shape::Pareto, h), 10);
    for (const double deviation : {0.0, 100.5, -3.0, std::nan("")}) refused(inOrder(Shape::Normal, deviation), 10);
    Skew zoned = inOrder(Shape::Zoned, 0);
    refused(zoned, 10);
    zoned.zones = {{0, 50}, {0, 50}};
    refused(zoned, 10);
    zoned.zones = {{50, 5}, {50, 95}};
    refused(zoned, 10);
    zoned.zones = {{50, 0}, {50, 0}};
    refused(zoned, 10);
}

TEST(Distribution, TakesExtremesOfItsParameters) {
    Random random(2);
    for (const Skew& skew : {inOrder(Shape::Zipf, 1e-9), inOrder(Shape::Zipf, 10), inOrder(Shape::Pareto, 1e-9),
                             inOrder(Shape::Pareto, 1 - 1e-9), inOrder(Shape::Normal, 1e-9)})
        for (const uint64_t items : {uint64_t{1}, uint64_t{2}, uint64_t{7}, uint64_t{1} << 53}) {
            const Distribution distribution(skew, items, 1);
            for (int draw = 0; draw < 1000; ++draw) ASSERT_LT(distribution.draw(random), items);
        }
}

TEST(Distribution, DrawsInBatchesWhatItDrawsOneByOne) {
    const std::vector<Zone> zones = {{.operations = 60, .space = 10}, {.operations = 40, .space = 90}};
    const std::vector<Skew> skews = {{.shape = Shape::Zipf, .parameter = 1.2, .zones = {}, .scattered = true},
                                     {.shape = Shape::Zipf, .parameter = 0.9, .zones = {}, .scattered = false},
                                     {.shape = Shape::Pareto, .parameter = 0.2, .zones = {}, .scattered = true},
                                     {.shape = Shape::Pareto, .parameter = 0.7, .zones = {}, .scattered = true},
                                     {.shape = Shape::Normal, .parameter = 10, .zones = {}, .scattered = false},
                                     {.shape = Shape::Zoned, .parameter = 0, .zones = zones, .scattered = false}};
    for (const Skew& skew : skews) {
        for (const uint64_t items : {10u, 70u, 5000u}) {
            const Distribution distribution(skew, items, 7);
            Random first(1), second(1);
            std::vector<uint64_t> batch(150);
            for (int round = 0; round < 20; ++round) {
                distribution.draw(first, batch);
                for (const uint64_t item : batch) ASSERT_EQ(item, distribution.draw(second));
            }
        }
    }
}

}  // namespace
}  // namespace ioproof
