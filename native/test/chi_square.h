// Pearson's chi-square test of counts against the chances that a law gives.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace ioproof {

/// How many standard deviations the chi-square of the counts lies from its mean, by the approximation of Wilson and
/// Hilferty 1931. Neighbouring cells are joined until one is expected to have ten counts, where the test is valid.
inline double chiSquareScore(const std::vector<uint64_t>& counts, const std::vector<double>& chances) {
    double draws = 0;
    double whole = 0;
    for (const auto count : counts) draws += static_cast<double>(count);
    for (const auto chance : chances) whole += chance;
    double sum = 0;
    double cells = 0;
    double count = 0;
    double expected = 0;
    for (size_t cell = 0; cell < counts.size(); ++cell) {
        count += static_cast<double>(counts[cell]);
        expected += chances[cell] / whole * draws;
        if (expected < 10 && cell + 1 < counts.size()) continue;
        sum += (count - expected) * (count - expected) / std::max(expected, 1e-9);
        cells += 1;
        count = expected = 0;
    }
    const double degrees = std::max(1.0, cells - 1);
    const double spread = 2 / (9 * degrees);
    return (std::cbrt(sum / degrees) - (1 - spread)) / std::sqrt(spread);
}

/// The seeds of tests are fixed: a generator that is right stays within four and a half standard deviations for good.
/// A fit that is too good shows as well, except where there are few cells.
inline void expectFits(const std::vector<uint64_t>& counts, const std::vector<double>& chances) {
    const double score = chiSquareScore(counts, chances);
    EXPECT_LT(score, 4.5);
    if (counts.size() > 50) {
        EXPECT_GT(score, -4.5);
    }
}

}  // namespace ioproof
