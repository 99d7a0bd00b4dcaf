// Draws ranks whose chance falls with the rank, in constant time and memory at any number of ranks.
#pragma once

#include <cstdint>
#include <vector>

#include "core/random.h"
#include "core/weighted_choice.h"

namespace ioproof {

/// How likely each rank is, up to a factor: a formula that never rises from one rank to the next.
class RankWeight {
public:
    /// 1 / (rank + 1)^theta, theta at least 0.
    static RankWeight zipf(double theta);
    /// Chance of cell k of `count`, which is ((k + 1)^c - k^c) / count^c for the exponent c; k is the rank where c <= 1
    /// (the first cell is the likeliest), and the rank from behind where c > 1.
    static RankWeight pareto(double exponent, uint64_t count);
    /// exp(-x² / (2 deviation²)) with x = distance + rank: one side of the discrete normal law.
    static RankWeight normal(double deviation, double distance);

    double operator()(uint64_t rank) const;

private:
    enum class Formula : uint8_t { Zipf, ParetoFirst, ParetoLast, Normal };
    RankWeight(Formula formula, double shape, double size) : formula_(formula), shape_(shape), size_(size) {}

    Formula formula_;
    double shape_;
    double size_;
};

/// Rejection from a staircase (Devroye 1986, chapter VIII; Ahrens 1995 cuts densities alike): ranks are cut into runs
/// in which the weight falls by 1/32 at most. An alias table chooses a run by its length times its first weight; a rank
/// drawn evenly from it is kept with its weight over the first one. At most one draw in 32 asks the formula; set-up
/// evaluates it some ten thousand times at any number of ranks. Inversion needs logarithms and powers for every draw.
/// Weights are met to 2^-24 up to 2^40 ranks; ranks that have less than 2^-52 of all chances together may never come.
class RankedDraw {
public:
    /// `count` at least 1 and at most 2^62.
    RankedDraw(RankWeight weight, uint64_t count);

    uint64_t draw(Random& random) const {
        for (;;) {
            const Run& run = runs_[choice_.at(random.next())];
            const Uint128 product = static_cast<Uint128>(random.next()) * run.length;
            const uint64_t rank = run.first + static_cast<uint64_t>(product >> 64);
            // What the product has below its whole part is as good as a further random number.
            const uint64_t coin = static_cast<uint64_t>(product) >> 32;
            if (coin < run.sure || accepts(run, rank, coin)) [[likely]]
                return rank;
        }
    }

private:
    struct Run {
        uint64_t first;
        uint64_t length;
        /// Coins of 2^32 below this one are good for every rank of the run.
        uint64_t sure;
        /// Weight of the first rank.
        double highest;
    };

    static std::vector<Run> cut(RankWeight weight, uint64_t count);
    static WeightedChoice choiceOf(const std::vector<Run>& runs);
    bool accepts(const Run& run, uint64_t rank, uint64_t coin) const;

    RankWeight weight_;
    std::vector<Run> runs_;
    WeightedChoice choice_;
};

}  // namespace ioproof
