// Count, mean, deviation and percentiles of a histogram against the sorted list of the same values.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "core/histogram.h"
#include "core/random.h"

namespace ioproof {
namespace {

/// In thousandths of a percent, so that the wanted rank is whole-number arithmetic.
constexpr uint64_t percentiles[] = {0, 1000, 10000, 50000, 90000, 99000, 99900, 99990, 99999, 100000};

Histogram histogramOf(const std::vector<uint64_t>& values) {
    Histogram histogram;
    for (const uint64_t value : values) histogram.record(value);
    return histogram;
}

std::vector<uint64_t> randomLatencies(uint64_t seed, size_t count) {
    Random random(seed);
    std::vector<uint64_t> values(count);
    for (auto& value : values) value = (random.next() >> random.below(64)) % (Histogram::highest + 1);
    return values;
}

uint64_t ranked(const std::vector<uint64_t>& sorted, uint64_t thousandths) {
    const uint64_t rank = (thousandths * sorted.size() + 99'999) / 100'000;
    return sorted[std::max<uint64_t>(rank, 1) - 1];
}

TEST(HistogramStatistics, GivesExactPercentilesOfShortLatencies) {
    for (const size_t count : {1u, 2u, 3u, 7u, 10u, 99u, 100u, 101u, 999u, 1000u, 1001u, 2000u}) {
        std::vector<uint64_t> values(count);
        std::iota(values.begin(), values.end(), 1);
        const Histogram histogram = histogramOf(values);
        for (const uint64_t share : percentiles)
            EXPECT_EQ(histogram.percentile(static_cast<double>(share) / 1000), ranked(values, share))
                << share << " thousandths of a percent of " << count;
    }
}

TEST(HistogramStatistics, GivesPercentilesOfARawLogWithinATenthOfAPercent) {
    for (const size_t count : {1u, 10u, 1000u, 10'000u, 100'000u}) {
        std::vector<uint64_t> values = randomLatencies(count, count);
        const Histogram histogram = histogramOf(values);
        std::sort(values.begin(), values.end());
        for (const uint64_t share : percentiles) {
            const uint64_t exact = ranked(values, share);
            const uint64_t given = histogram.percentile(static_cast<double>(share) / 1000);
            EXPECT_GE(given, exact) << share << " of " << count;
            EXPECT_LE(given, std::min(exact + exact / 1000, values.back())) << share << " of " << count;
        }
    }
}

TEST(HistogramStatistics, KeepsCountMinimumMaximumAndMeanExact) {
    const std::vector<uint64_t> values = randomLatencies(7, 10'000);
    const Histogram histogram = histogramOf(values);
    const double sum = std::accumulate(values.begin(), values.end(), 0.0);
    EXPECT_EQ(histogram.count(), values.size());
    EXPECT_EQ(histogram.min(), *std::min_element(values.begin(), values.end()));
    EXPECT_EQ(histogram.max(), *std::max_element(values.begin(), values.end()));
    EXPECT_NEAR(histogram.mean(), sum / 10'000, sum / 10'000 * 1e-12);
}

TEST(HistogramStatistics, GivesTheStandardDeviationWithinATenthOfAPercent) {
    const std::vector<uint64_t> values = randomLatencies(8, 10'000);
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / 10'000;
    double squares = 0;
    for (const uint64_t value : values) squares += std::pow(static_cast<double>(value) - mean, 2);
    const double exact = std::sqrt(squares / 10'000);
    EXPECT_NEAR(histogramOf(values).standardDeviation(), exact, exact * 1e-3);
    EXPECT_DOUBLE_EQ(histogramOf({2, 4, 4, 4, 5, 5, 7, 9}).standardDeviation(), 2);
}

TEST(HistogramStatistics, IsAllZeroWhenNothingWasRecorded) {
    const Histogram histogram;
    EXPECT_EQ(histogram.count(), 0u);
    EXPECT_EQ(histogram.min(), 0u);
    EXPECT_EQ(histogram.max(), 0u);
    EXPECT_EQ(histogram.mean(), 0);
    EXPECT_EQ(histogram.standardDeviation(), 0);
    EXPECT_EQ(histogram.percentile(50), 0u);
}

TEST(HistogramStatistics, CountsLatenciesOverAnHourApart) {
    Histogram histogram;
    for (int count = 0; count < 90; ++count) histogram.record(1000);
    histogram.record(Histogram::highest);
    EXPECT_EQ(histogram.overflow(), 0u);
    for (int count = 0; count < 9; ++count) histogram.record(2 * Histogram::highest);
    EXPECT_EQ(histogram.overflow(), 9u);
    EXPECT_EQ(histogram.count(), 100u);
    EXPECT_EQ(histogram.max(), 2 * Histogram::highest);
    EXPECT_EQ(histogram.percentile(90), 1000u);
    EXPECT_EQ(histogram.percentile(100), 2 * Histogram::highest);
    EXPECT_DOUBLE_EQ(histogram.mean(), (90 * 1000.0 + 19 * 3.6e12) / 100);
}

TEST(HistogramStatistics, LeavesTheOverflowOutOfTheDeviationAltogether) {
    Histogram histogram = histogramOf({2, 4, 4, 4, 5, 5, 7, 9});
    histogram.record(2 * Histogram::highest);
    EXPECT_DOUBLE_EQ(histogram.standardDeviation(), 2);
}

TEST(HistogramStatistics, CopesWithNothingButOverflow) {
    const Histogram histogram = histogramOf({2 * Histogram::highest});
    EXPECT_EQ(histogram.count(), 1u);
    EXPECT_EQ(histogram.percentile(50), 2 * Histogram::highest);
    EXPECT_EQ(histogram.standardDeviation(), 0);
}

}  // namespace
}  // namespace ioproof
