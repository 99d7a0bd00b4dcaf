// Intended start times keep their rate without drift and without bursts, and Poisson ones are Poisson.
#include "core/arrivals.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "chi_square.h"

namespace ioproof {
namespace {

constexpr uint64_t second = 1'000'000'000;

Arrivals fixed(Rate rate, uint64_t firstAt = 0) { return {rate, ArrivalLaw::Fixed, 1, firstAt, 1}; }
Arrivals poisson(Rate rate, uint64_t seed) { return {rate, ArrivalLaw::Poisson, seed, 0, 1}; }

TEST(ExactTime, IsTheRoundedDownQuotientAtEveryStep) {
    for (const Rate rate : {Rate{333'333, second}, Rate{7, second}, Rate{1, second}, Rate{second, second}, Rate{3, 2},
                            Rate{7'777'777'777, second}}) {
        ExactTime time(rate, 5);
        for (uint64_t count = 1; count <= 100'000; ++count) {
            time.advance(1);
            ASSERT_EQ(time.ns() - 5, static_cast<uint64_t>(static_cast<Uint128>(count) * rate.ns / rate.amount));
        }
    }
}

TEST(ExactTime, AddsUpAmountsOfAnySize) {
    const Rate rate{.amount = 123'456'789, .ns = second};
    ExactTime time(rate, 0);
    Random random(3);
    Uint128 sum = 0;
    for (int step = 0; step < 100'000; ++step) {
        const uint64_t amount = random.below(4) == 0 ? uint64_t{1} << 30 : random.below(65'536);
        time.advance(amount);
        sum += amount;
        ASSERT_EQ(time.ns(), static_cast<uint64_t>(sum * rate.ns / rate.amount)) << step;
    }
}

TEST(Arrivals, ABillionAtAFixedRateDoNotDrift) {
    constexpr uint64_t rate = 333'333;
    Arrivals arrivals = fixed({rate, second});
    // One second is a whole number of arrivals, so that a second without an error proves all that follow.
    for (uint64_t seconds = 0; seconds < 3000; ++seconds) {
        ASSERT_EQ(arrivals.due(), seconds * second);
        for (uint64_t arrival = 0; arrival < rate; ++arrival) arrivals.advance(1);
    }
    EXPECT_EQ(arrivals.due(), 3000 * second);
}

TEST(Arrivals, AFixedRateIsEvenWithinASecond) {
    Arrivals arrivals = fixed({333'333, second});
    for (int arrival = 0; arrival < 333'333; ++arrival) {
        const uint64_t before = arrivals.due();
        arrivals.advance(1);
        const uint64_t gap = arrivals.due() - before;
        ASSERT_TRUE(gap == 3000 || gap == 3001) << gap;
    }
}

TEST(Arrivals, WorkersOfAFixedRateAreStaggered) {
    const Rate rate{1000, second};
    std::set<uint64_t> starts;
    for (uint32_t worker = 0; worker < 4; ++worker) {
        Arrivals arrivals = fixed(rate, staggered(rate, 1, worker, 4));
        starts.insert(arrivals.due());
        arrivals.advance(1);
        EXPECT_EQ(arrivals.due(), staggered(rate, 1, worker, 4) + 1'000'000);
    }
    EXPECT_EQ(starts, (std::set<uint64_t>{0, 250'000, 500'000, 750'000}));
    EXPECT_EQ(staggered({1, UINT64_C(1) << 62}, 3, 3, 4), (UINT64_C(1) << 62) / 4 * 9);
}

TEST(Arrivals, ARateInBytesWaitsForTheBytesBefore) {
    Arrivals arrivals = fixed({100'000'000, second});
    arrivals.advance(65'536);
    EXPECT_EQ(arrivals.due(), 655'360u);
    arrivals.advance(4096);
    EXPECT_EQ(arrivals.due(), 696'320u);
}

std::vector<uint64_t> poissonGaps(uint64_t seed, Rate rate, int count) {
    Arrivals arrivals = poisson(rate, seed);
    std::vector<uint64_t> gaps;
    uint64_t before = 0;
    for (int gap = 0; gap < count; ++gap) {
        gaps.push_back(arrivals.due() - before);
        before = arrivals.due();
        arrivals.advance(1);
    }
    return gaps;
}

/// Which of `cells` equally likely parts of the exponential law a gap falls in.
size_t cellOf(uint64_t gap, double mean, size_t cells) {
    const double share = -std::expm1(-(static_cast<double>(gap) + 0.5) / mean);
    return std::min(cells - 1, static_cast<size_t>(share * static_cast<double>(cells)));
}

TEST(Arrivals, PoissonGapsAreExponential) {
    constexpr size_t cells = 500;
    std::vector<uint64_t> counts(cells);
    for (const uint64_t gap : poissonGaps(4, {1000, second}, 500'000)) ++counts[cellOf(gap, 1e6, cells)];
    expectFits(counts, std::vector<double>(cells, 1));
}

TEST(Arrivals, PoissonGapsDoNotDependOnTheOneBefore) {
    constexpr size_t cells = 20;
    std::vector<uint64_t> counts(cells * cells);
    size_t before = 0;
    for (const uint64_t gap : poissonGaps(5, {1000, second}, 400'000)) {
        const size_t cell = cellOf(gap, 1e6, cells);
        ++counts[before * cells + cell];
        before = cell;
    }
    expectFits(counts, std::vector<double>(cells * cells, 1));
}

TEST(Arrivals, PoissonCountsAMillisecondHaveThePoissonLaw) {
    Arrivals arrivals = poisson({8000, second}, 6);
    std::vector<uint64_t> counts(40);
    for (uint64_t millisecond = 1; millisecond <= 100'000; ++millisecond) {
        size_t count = 0;
        for (; arrivals.due() < millisecond * 1'000'000; arrivals.advance(1)) ++count;
        ++counts[std::min<size_t>(count, 39)];
    }
    std::vector<double> chances = {std::exp(-8.0)};
    for (int count = 1; count < 40; ++count) chances.push_back(chances.back() * 8 / count);
    expectFits(counts, chances);
}

TEST(Arrivals, PoissonKeepsItsRateWhereGapsAreNotWholeNanoseconds) {
    // A gap of 3 ns on average: cutting each off to whole nanoseconds would give a sixth too many.
    constexpr int count = 10'000'000;
    uint64_t sum = 0;
    for (const uint64_t gap : poissonGaps(7, {second / 3, second}, count)) sum += gap;
    const double mean = 1e9 / (second / 3);
    EXPECT_NEAR(static_cast<double>(sum), mean * count, 5 * mean * std::sqrt(count));
}

TEST(Arrivals, PoissonInBytesKeepsTheRateOfBytes) {
    Arrivals arrivals(Rate{100'000'000, second}, ArrivalLaw::Poisson, 8, 0, 4096);
    Random random(9);
    double bytes = 0;
    for (int arrival = 0; arrival < 1'000'000; ++arrival) {
        const uint64_t amount = random.below(2) == 0 ? 4096 : 65'536;
        arrivals.advance(amount);
        bytes += static_cast<double>(amount);
    }
    EXPECT_NEAR(static_cast<double>(arrivals.due()) * 0.1 / bytes, 1, 0.01);
}

TEST(Arrivals, SeedsGiveArrivalsOfTheirOwn) {
    EXPECT_EQ(poissonGaps(1, {1000, second}, 100), poissonGaps(1, {1000, second}, 100));
    EXPECT_NE(poissonGaps(1, {1000, second}, 100), poissonGaps(2, {1000, second}, 100));
}

}  // namespace
}  // namespace ioproof
