// Weight formulas, and the staircase over them.
#include "core/ranked_draw.h"

#include <algorithm>
#include <cmath>

namespace ioproof {
namespace {

/// A finer staircase rejects less but falls out of the processor's first cache: 300 to 1600 runs of 48 bytes at 31/32.
constexpr double lowestStep = 31.0 / 32;
constexpr double chanceUnits = 0x1p60;
/// Where all ranks that are left have less than this share together, the staircase ends.
constexpr double negligible = 0x1p-52;

/// Length of the longest run from `first` in which no weight is below `lowest`.
uint64_t runLength(const RankWeight& weight, uint64_t first, uint64_t count, double lowest) {
    uint64_t good = 1;
    uint64_t bad = count - first + 1;
    while (good * 2 < bad && weight(first + good * 2 - 1) >= lowest) good *= 2;
    bad = std::min(bad, good * 2);
    while (bad - good > 1) {
        const uint64_t middle = good + (bad - good) / 2;
        (weight(first + middle - 1) >= lowest ? good : bad) = middle;
    }
    return good;
}

}  // namespace

RankWeight RankWeight::zipf(double theta) { return {Formula::Zipf, theta, 0}; }

RankWeight RankWeight::pareto(double exponent, uint64_t count) {
    return {exponent <= 1 ? Formula::ParetoFirst : Formula::ParetoLast, exponent, static_cast<double>(count)};
}

RankWeight RankWeight::normal(double deviation, double distance) { return {Formula::Normal, deviation, distance}; }

double RankWeight::operator()(uint64_t rank) const {
    const auto k = static_cast<double>(rank);
    switch (formula_) {
        case Formula::Zipf: return std::exp(-shape_ * std::log1p(k));
        // Differences of neighbouring powers as products: a subtraction would leave few digits of them.
        case Formula::ParetoFirst: return rank == 0 ? 1 : std::pow(k, shape_) * std::expm1(shape_ * std::log1p(1 / k));
        case Formula::ParetoLast:
            return -std::exp(shape_ * std::log1p(-k / size_)) * std::expm1(shape_ * std::log1p(-1 / (size_ - k)));
        case Formula::Normal: break;
    }
    // Over the weight of rank 0, which may be too small for a double by itself.
    return std::exp(-k / shape_ * ((k + 2 * size_) / shape_) / 2);
}

std::vector<RankedDraw::Run> RankedDraw::cut(RankWeight weight, uint64_t count) {
    std::vector<Run> runs;
    double total = 0;
    for (uint64_t first = 0; first < count; first += runs.back().length) {
        const double highest = weight(first);
        if (static_cast<double>(count - first) * highest < total * negligible) break;
        const uint64_t length = runLength(weight, first, count, highest * lowestStep);
        // A run of one rank, or of equal weights, is good for all coins.
        const auto sure = static_cast<uint64_t>(weight(first + length - 1) / highest * 0x1p32);
        runs.push_back({.first = first, .length = length, .sure = sure, .highest = highest});
        total += static_cast<double>(length) * highest;
    }
    return runs;
}

WeightedChoice RankedDraw::choiceOf(const std::vector<Run>& runs) {
    std::vector<double> shares;
    double total = 0;
    for (const Run& run : runs) {
        shares.push_back(static_cast<double>(run.length) * run.highest);
        total += shares.back();
    }
    std::vector<uint64_t> units;
    for (const double share : shares) units.push_back(static_cast<uint64_t>(share / total * chanceUnits));
    return WeightedChoice(units);
}

RankedDraw::RankedDraw(RankWeight weight, uint64_t count)
    : weight_(weight), runs_(cut(weight, count)), choice_(choiceOf(runs_)) {}

bool RankedDraw::accepts(const Run& run, uint64_t rank, uint64_t coin) const {
    return (static_cast<double>(coin) + 0.5) * 0x1p-32 * run.highest < weight_(rank);
}

}  // namespace ioproof
