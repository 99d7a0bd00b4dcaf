// Skewed choice of items: zipf, pareto, normal and zoned, each as an index in 0 … n-1.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/permutation.h"
#include "core/random.h"
#include "core/ranked_draw.h"
#include "core/weighted_choice.h"

namespace ioproof {

enum class Shape : uint8_t { Zipf, Pareto, Normal, Zoned };

/// Share of the operations that fall in a share of the items; shares of the sums over all zones, so percents will do.
struct Zone {
    uint64_t operations;
    uint64_t space;
};

/// Which items are popular, and how much so.
struct Skew {
    Shape shape;
    /// Zipf: theta of P(rank k) ~ 1/k^theta, in (0, 10].
    /// Pareto: h in (0, 1): the share h of the items gets the share 1 - h of the operations, item k when
    /// n u^(ln h / ln(1 - h)) with an even u falls in [k, k + 1), as fio defines it. 0.5 is even.
    /// Normal: standard deviation in percent of the items, in (0, 100]; the mean is the middle item, and the law is cut
    /// off at the first and the last.
    double parameter;
    /// Zoned: in the order of the items; else empty.
    std::vector<Zone> zones;
    /// A keyed permutation puts the items anywhere, so that popular ones are no neighbours (fio hashes zipf and pareto
    /// values, so that two items may meet in one). Else the likeliest come first, and those of `normal` in the middle.
    bool scattered;
};

/// Constant after set-up: workers may share one and bring their own random numbers.
class Distribution {
public:
    /// `items` at least 1 and at most 2^53. The same key scatters alike. Throws JobError BAD_SPEC for a parameter out
    /// of its range and for a zone that has operations but no item.
    Distribution(const Skew& skew, uint64_t items, uint64_t key);

    uint64_t draw(Random& random) const {
        const uint64_t item = drawInOrder(random);
        return scattered_ ? permutation_(item) : item;
    }

    /// The same draws, as many as there are items: faster than one by one.
    void draw(Random& random, std::span<uint64_t> items) const;

private:
    struct Range {
        uint64_t first;
        uint64_t length;
    };

    uint64_t drawInOrder(Random& random) const {
        switch (order_) {
            case Order::Rising: return ranks_.draw(random);
            case Order::Falling: return items_ - 1 - ranks_.draw(random);
            case Order::Centred: return drawCentred(random);
            default: break;
        }
        const Range& zone = zones_[zoneChoice_.at(random.next())];
        return zone.first + random.below(zone.length);
    }

    uint64_t drawCentred(Random& random) const {
        for (;;) {
            const uint64_t rank = ranks_.draw(random);
            const uint64_t left = random.next() >> 63;
            // The middle of an odd number of items lies on both sides but must count once.
            if (rank == 0 && left != 0 && items_ % 2 != 0) continue;
            // Without a branch on the side, which would be mispredicted half of the time.
            return (items_ - left) / 2 + ((rank ^ -left) + left);
        }
    }

    /// Where rank 0 lies, and the others from there.
    enum class Order : uint8_t { Rising, Falling, Centred, Zones };

    void scatter(std::span<uint64_t> items) const;
    static Order orderOf(const Skew& skew);
    static RankedDraw ranksOf(const Skew& skew, uint64_t items);
    static std::vector<Range> rangesOf(const Skew& skew, uint64_t items);
    static WeightedChoice choiceOf(const Skew& skew);

    const uint64_t items_;
    const Order order_;
    const bool scattered_;
    const Permutation permutation_;
    /// Where the first items lie. Steep laws draw little else, and looking it up is faster than permuting.
    const std::vector<uint64_t> head_;
    const RankedDraw ranks_;
    const std::vector<Range> zones_;
    const WeightedChoice zoneChoice_;
};

}  // namespace ioproof
