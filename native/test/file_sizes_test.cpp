// Sizes of files: the law that was asked for, its limits, and the same size for the same file each time.
#include "core/file_sizes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include "core/io_error.h"
#include "test/chi_square.h"

namespace ioproof {
namespace {

constexpr uint64_t draws = 200'000;

FileSizeSpec uniform(uint64_t from, uint64_t to) { return {.form = SizeForm::Uniform, .from = from, .to = to}; }

FileSizeSpec lognormal(double median, double sigma, uint64_t from, uint64_t to) {
    return {.form = SizeForm::Lognormal, .from = from, .to = to, .median = median, .sigma = sigma, .shares = {}};
}

FileSizeSpec histogram(std::vector<FileSizeShare> shares) {
    return {.form = SizeForm::Histogram, .shares = std::move(shares)};
}

double meanOf(const FileSizes& sizes) {
    double sum = 0;
    for (uint64_t file = 0; file < draws; ++file) sum += static_cast<double>(sizes.of(file));
    return sum / static_cast<double>(draws);
}

TEST(FileSizes, AreAllTheSameWhereTheyAreFixed) {
    const FileSizes sizes(FileSizeSpec{}, 65'536, 7);
    for (uint64_t file = 0; file < 100; ++file) EXPECT_EQ(sizes.of(file), 65'536u);
    EXPECT_EQ(sizes.unit(), 65'536u);
    EXPECT_EQ(FileSizes(uniform(10, 10), 10, 1).of(3), 10u);
    EXPECT_EQ(FileSizes(lognormal(10, 1, 10, 10), 10, 1).of(3), 10u);
    EXPECT_EQ(FileSizes(0).of(5), 0u);
}

TEST(FileSizes, AreTheSameForAFileAndASeedAndDifferForOthers) {
    const FileSizes one(uniform(1, 1 << 30), 1 << 30, 7);
    const FileSizes same(uniform(1, 1 << 30), 1 << 30, 7);
    const FileSizes other(uniform(1, 1 << 30), 1 << 30, 8);
    uint64_t equal = 0;
    for (uint64_t file = 0; file < 1000; ++file) {
        ASSERT_EQ(one.of(file), same.of(file));
        equal += one.of(file) == other.of(file) || one.of(file) == one.of(file + 1);
    }
    EXPECT_LT(equal, 3u);
}

// Data sets on storage have these sizes: a change makes them wrong.
TEST(FileSizes, StayWhatTheyAre) {
    const FileSizes even(uniform(1, 1'000'000), 1'000'000, 1);
    const FileSizes law(lognormal(100'000, 0.5, 4096, 1 << 20), 1 << 20, 1);
    const FileSizes bars(histogram({{10, 1}, {20, 2}, {30, 3}}), 30, 1);
    const uint64_t evens[] = {408'073, 927'337, 62'165, 339'790};
    const uint64_t laws[] = {89'025, 207'117, 46'374, 81'341};
    const uint64_t barred[] = {20, 30, 10, 20};
    for (uint64_t file = 0; file < 4; ++file) {
        EXPECT_EQ(even.of(file), evens[file]);
        EXPECT_EQ(law.of(file), laws[file]);
        EXPECT_EQ(bars.of(file), barred[file]);
    }
}

TEST(FileSizes, FillAUniformRangeEvenlyWithBothItsEnds) {
    const FileSizes sizes(uniform(100, 199), 199, 3);
    std::vector<uint64_t> counts(100, 0);
    for (uint64_t file = 0; file < draws; ++file) ++counts.at(sizes.of(file) - 100);
    expectFits(counts, std::vector<double>(100, 0.01));
    EXPECT_EQ(sizes.smallest(), 100u);
    EXPECT_EQ(sizes.unit(), 1u);
}

TEST(FileSizes, FollowALognormalLawThatIsCutOff) {
    constexpr double median = 100'000;
    constexpr double sigma = 0.8;
    constexpr uint64_t from = 20'000;
    constexpr uint64_t to = 700'000;
    const FileSizes sizes(lognormal(median, sigma, from, to), to, 5);
    const auto shareBelow = [](double bytes) {
        return std::erfc(-std::log(bytes / median) / sigma / std::numbers::sqrt2) / 2;
    };
    constexpr uint64_t cells = 100;
    const auto edge = [](uint64_t cell) {
        return from * std::pow(static_cast<double>(to) / from, static_cast<double>(cell) / cells);
    };
    std::vector<double> chances;
    for (uint64_t cell = 0; cell < cells; ++cell)
        chances.push_back(shareBelow(edge(cell + 1)) - shareBelow(edge(cell)));
    std::vector<uint64_t> counts(cells, 0);
    for (uint64_t file = 0; file < draws; ++file) {
        const uint64_t bytes = sizes.of(file);
        ASSERT_GE(bytes, from);
        ASSERT_LE(bytes, to);
        const double place = std::log(static_cast<double>(bytes) / from) / std::log(static_cast<double>(to) / from);
        ++counts[std::min(cells - 1, static_cast<uint64_t>(place * cells))];
    }
    expectFits(counts, chances);
}

TEST(FileSizes, HaveTheMeanOfTheirLawWhereItIsHardlyCutOff) {
    // exp(mu + sigma^2 / 2); four standard errors of the mean are 0.5 %.
    const FileSizes sizes(lognormal(99'328, 0.5, 1, uint64_t{1} << 40), uint64_t{1} << 40, 1);
    const double expected = 99'328 * std::exp(0.125);
    EXPECT_NEAR(meanOf(sizes), expected, expected * 0.005);
    EXPECT_NEAR(meanOf(FileSizes(uniform(1000, 3000), 3000, 2)), 2000, 6);
}

TEST(FileSizes, AreThoseOfAHistogramByWeight) {
    const FileSizes sizes(histogram({{4096, 50}, {65'536, 0}, {12'288, 30}, {8192, 20}}), 12'288, 9);
    std::vector<uint64_t> counts(4, 0);
    for (uint64_t file = 0; file < draws; ++file) ++counts.at(sizes.of(file) / 4096);
    EXPECT_EQ(counts[0], 0u);
    expectFits({counts[1], counts[2], counts[3]}, {0.5, 0.2, 0.3});
    EXPECT_EQ(sizes.unit(), 4096u);
    EXPECT_EQ(sizes.smallest(), 4096u);
    EXPECT_EQ(sizes.largest(), 12'288u);
}

TEST(FileSizes, RefuseALawThatDoesNotHoldTogether) {
    const struct {
        const char* rule;
        FileSizeSpec spec;
        uint64_t largest;
    } cases[] = {
        {"largest", uniform(1, 10), 11},
        {"largest", histogram({{10, 1}, {20, 0}}), 20},
        {"from", uniform(0, 10), 10},
        {"from", uniform(11, 10), 10},
        {"sigma", lognormal(5, 0, 1, 10), 10},
        {"sigma", lognormal(5, 11, 1, 10), 10},
        {"median", lognormal(11, 1, 1, 10), 10},
        {"median", lognormal(1, 1, 2, 10), 10},
        {"histogram", histogram({}), 10},
        {"histogram", histogram({{10, 0}}), 10},
        {"1 byte", histogram({{0, 1}}), 0},
        {"weight", histogram({{10, (uint64_t{1} << 32) + 1}}), 10},
    };
    for (const auto& each : cases) {
        try {
            const FileSizes sizes(each.spec, each.largest, 1);
            ADD_FAILURE() << each.rule << " was taken";
        } catch (const JobError& error) {
            EXPECT_EQ(error.code(), "BAD_SPEC");
            EXPECT_NE(std::string(error.what()).find(each.rule), std::string::npos) << error.what();
        }
    }
}

}  // namespace
}  // namespace ioproof
