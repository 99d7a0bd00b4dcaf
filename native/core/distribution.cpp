// Ranges of the parameters, and the cutting of zones.
#include "core/distribution.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/io_error.h"

namespace ioproof {
namespace {

constexpr uint64_t headItems = 1024;
constexpr size_t scatterBatch = 64;
constexpr uint64_t mostItems = uint64_t{1} << 53;  // whole numbers that a double holds

void require(bool condition, const char* rule) {
    if (!condition) throw JobError("BAD_SPEC", std::string("distribution: ") + rule);
}

/// Item k is met when n u^p falls in [k, k + 1), so that the share of operations below item k is (k/n)^(1/p).
double paretoExponent(double h) { return std::log1p(-h) / std::log(h); }

const Skew& checked(const Skew& skew, uint64_t items) {
    require(items >= 1 && items <= mostItems, "there must be 1 to 2^53 items");
    const double parameter = skew.parameter;
    switch (skew.shape) {
        case Shape::Zipf: require(parameter > 0 && parameter <= 10, "zipf needs a theta above 0, up to 10"); break;
        case Shape::Pareto: require(parameter > 0 && parameter < 1, "pareto needs a number between 0 and 1"); break;
        case Shape::Normal:
            require(parameter > 0 && parameter <= 100, "normal needs a deviation above 0, up to 100 percent");
            break;
        case Shape::Zoned: require(!skew.zones.empty(), "zoned needs zones"); break;
    }
    return skew;
}

struct Unscattered {
    uint64_t item;
    uint64_t* place;
};

std::vector<uint64_t> headOf(const Permutation& permutation) {
    std::vector<uint64_t> places(std::min(headItems, permutation.size()));
    for (uint64_t item = 0; item < places.size(); ++item) places[item] = permutation(item);
    return places;
}

}  // namespace

Distribution::Order Distribution::orderOf(const Skew& skew) {
    switch (skew.shape) {
        case Shape::Zipf: return Order::Rising;
        case Shape::Pareto: return paretoExponent(skew.parameter) <= 1 ? Order::Rising : Order::Falling;
        case Shape::Normal: return Order::Centred;
        default: return Order::Zones;
    }
}

RankedDraw Distribution::ranksOf(const Skew& skew, uint64_t items) {
    switch (skew.shape) {
        case Shape::Zipf: return {RankWeight::zipf(skew.parameter), items};
        case Shape::Pareto: return {RankWeight::pareto(paretoExponent(skew.parameter), items), items};
        case Shape::Normal: {
            const double deviation = skew.parameter / 100 * static_cast<double>(items);
            // An even number of items has its middle between two of them.
            return items % 2 == 0 ? RankedDraw(RankWeight::normal(deviation, 0.5), items / 2)
                                  : RankedDraw(RankWeight::normal(deviation, 0), items / 2 + 1);
        }
        default: return {RankWeight::zipf(0), 1};
    }
}

std::vector<Distribution::Range> Distribution::rangesOf(const Skew& skew, uint64_t items) {
    Uint128 whole = 0;
    for (const Zone& zone : skew.zones) whole += zone.space;
    std::vector<Range> ranges;
    Uint128 sum = 0;
    uint64_t first = 0;
    for (const Zone& zone : skew.zones) {
        require(zone.space <= mostItems, "shares of zones must be at most 2^53");
        sum += zone.space;
        const uint64_t end = whole == 0 ? 0 : static_cast<uint64_t>(sum * items / whole);
        require(zone.operations == 0 || end > first, "a zone with operations must hold at least one item");
        ranges.push_back({.first = first, .length = end - first});
        first = end;
    }
    return ranges;
}

WeightedChoice Distribution::choiceOf(const Skew& skew) {
    std::vector<uint64_t> weights;
    for (const Zone& zone : skew.zones) weights.push_back(zone.operations);
    if (skew.shape != Shape::Zoned) weights = {1};
    return WeightedChoice(weights);
}

Distribution::Distribution(const Skew& skew, uint64_t items, uint64_t key)
    : items_(items),
      order_(orderOf(checked(skew, items))),
      scattered_(skew.scattered),
      permutation_(items, key),
      head_(headOf(permutation_)),
      ranks_(ranksOf(skew, items)),
      zones_(rangesOf(skew, items)),
      zoneChoice_(choiceOf(skew)) {}

void Distribution::draw(Random& random, std::span<uint64_t> items) const {
    // Of a copy the compiler knows that no item overwrites it, so that it stays in registers.
    Random own = random;
    for (uint64_t& item : items) item = drawInOrder(own);
    random = own;
    if (scattered_) scatter(items);
}

/// Apart from the draws, so that the processor has several permutations under way at once.
void Distribution::scatter(std::span<uint64_t> items) const {
    const uint64_t last = head_.size() - 1;
    for (size_t start = 0; start < items.size(); start += scatterBatch) {
        const auto batch = items.subspan(start, std::min(scatterBatch, items.size() - start));
        std::array<Unscattered, scatterBatch> rest;
        size_t restCount = 0;
        // Without a branch on the item, which would be mispredicted too often.
        for (uint64_t& place : batch) {
            const uint64_t item = place;
            rest[restCount] = {.item = item, .place = &place};
            restCount += item > last;
            place = head_[std::min(item, last)];
        }
        for (const auto& [item, place] : std::span(rest.data(), restCount)) *place = permutation_(item);
    }
}

}  // namespace ioproof
