// One of a list with given weights, in constant time: an alias table of whole numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/wide_integer.h"

namespace ioproof {

/// Alias method (Walker 1977; set up as by Vose 1991): as many columns of equal chance as there are weights, each
/// shared by two choices at most. Sums are exact; only the border inside a column is rounded down to a multiple of
/// 2^-64.
class WeightedChoice {
public:
    /// The weights must add up to at least 1 and less than 2^64, else JobError BAD_SPEC. Weight 0 is never chosen.
    explicit WeightedChoice(std::span<const uint64_t> weights);

    /// The choice that 64 random bits stand for.
    size_t at(uint64_t random) const {
        const Uint128 product = static_cast<Uint128>(random) * columns_.size();
        const auto column = static_cast<uint64_t>(product >> 64);
        const Column& shared = columns_[column];
        // No branch: it would be mispredicted as often as not.
        const uint64_t own = -static_cast<uint64_t>(static_cast<uint64_t>(product) < shared.border);
        return (column & own) | (shared.alias & ~own);
    }

    size_t size() const { return columns_.size(); }

private:
    struct Column {
        /// Below this fraction of 2^64 the column stands for its own choice, above for the alias.
        uint64_t border;
        uint64_t alias;
    };

    std::vector<Column> columns_;
};

}  // namespace ioproof
