// A keyed permutation of 0 … n-1 in constant memory: each index once, in an order that the key decides.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "core/random.h"

namespace ioproof {

/// Feistel network with modular addition (Black, Rogaway 2002, "Ciphers with arbitrary finite domains") over a grid
/// that is nearly square: row and column are shifted in turn by a hash of the other. Of the grid's rows × columns
/// places fewer than one row lies outside the range, so that walking on until the value falls inside is rare at every
/// size.
class Permutation {
public:
    /// `size` must be at least 1 and at most 2^62.
    Permutation(uint64_t size, uint64_t key)
        : size_(size), rows_(squareRootUp(size)), columns_((size - 1) / rows_ + 1) {
        reciprocal_ = UINT64_MAX / columns_;
        for (unsigned round = 0; round < rounds; ++round) keys_[round] = mix64(key + round * 0x9e3779b97f4a7c15u);
    }

    uint64_t size() const { return size_; }

    /// Image of `index`, which must be below the size.
    uint64_t operator()(uint64_t index) const {
        do {
            index = encrypt(index);
        } while (index >= size_);
        return index;
    }

private:
    static constexpr unsigned rounds = 4;

    static uint64_t squareRootUp(uint64_t value) {
        auto root = static_cast<uint64_t>(std::sqrt(static_cast<double>(value)));
        root -= root > 1;  // the double of a large value may be rounded up
        while (root * root < value) ++root;
        return root;
    }

    static uint64_t highHalf(uint64_t a, uint64_t b) {
        return static_cast<uint64_t>((static_cast<Uint128>(a) * b) >> 64);
    }

    /// `value` plus a hash of `other`, modulo `bound`. The smaller of two unsigned numbers is the reduced one: no
    /// branch.
    static uint64_t shifted(uint64_t value, uint64_t other, uint64_t key, uint64_t bound) {
        uint64_t hash = (other ^ key) * 0xbf58476d1ce4e5b9u;
        hash = (hash ^ (hash >> 32)) * 0x94d049bb133111ebu;
        value += highHalf(hash, bound);
        return std::min(value, value - bound);
    }

    uint64_t encrypt(uint64_t value) const {
        // The reciprocal is rounded down, which makes the quotient one too small at times.
        uint64_t row = highHalf(value, reciprocal_);
        uint64_t column = value - row * columns_;
        row += column >= columns_;
        column = std::min(column, column - columns_);
        for (unsigned round = 0; round < rounds; round += 2) {
            row = shifted(row, column, keys_[round], rows_);
            column = shifted(column, row, keys_[round + 1], columns_);
        }
        return row * columns_ + column;
    }

    uint64_t size_;
    uint64_t rows_;
    uint64_t columns_;
    uint64_t reciprocal_;
    uint64_t keys_[rounds] = {};
};

}  // namespace ioproof
