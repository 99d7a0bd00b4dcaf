// Set-up of the alias table.
#include "core/weighted_choice.h"

#include "core/io_error.h"

namespace ioproof {
namespace {

uint64_t sumOf(std::span<const uint64_t> weights) {
    Uint128 sum = 0;
    for (const auto weight : weights) sum += weight;
    if (sum == 0 || sum > UINT64_MAX)
        throw JobError("BAD_SPEC", "weights must add up to at least 1 and less than 2^64");
    return static_cast<uint64_t>(sum);
}

}  // namespace

WeightedChoice::WeightedChoice(std::span<const uint64_t> weights) : columns_(weights.size()) {
    // In units of 1/count, so that a column holds just the sum of all weights.
    const uint64_t full = sumOf(weights);
    std::vector<Uint128> left;
    std::vector<uint64_t> small, large;
    for (const auto weight : weights) {
        (static_cast<Uint128>(weight) * weights.size() < full ? small : large).push_back(left.size());
        left.push_back(static_cast<Uint128>(weight) * weights.size());
    }
    while (!small.empty()) {
        const uint64_t column = small.back();
        small.pop_back();
        // What small choices lack is left over in large ones: there is always one.
        const uint64_t filler = large.back();
        columns_[column] = {.border = static_cast<uint64_t>((left[column] << 64) / full), .alias = filler};
        left[filler] -= full - left[column];
        if (left[filler] >= full) continue;
        large.pop_back();
        small.push_back(filler);
    }
    for (const uint64_t column : large) columns_[column] = {.border = UINT64_MAX, .alias = column};
}

}  // namespace ioproof
