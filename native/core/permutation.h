// A keyed permutation of 0 … n-1 in constant memory: each index once, in an order that the key decides.
#pragma once

#include <bit>
#include <cstdint>

#include "core/random.h"

namespace ioproof {

/// Balanced Feistel network over the next even power of two, walked until the value falls inside the range
/// (cycle walking: Black, Rogaway 2002). At most four steps are expected a value, since the domain is < 4 n.
class Permutation {
public:
    /// `size` must be at least 1 and at most 2^62.
    Permutation(uint64_t size, uint64_t key) : size_(size) {
        const auto bits = static_cast<unsigned>(std::bit_width(size - 1));
        halfBits_ = bits < 2 ? 1 : (bits + 1) / 2;
        halfMask_ = (uint64_t{1} << halfBits_) - 1;
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

    uint64_t encrypt(uint64_t value) const {
        uint64_t left = value >> halfBits_;
        uint64_t right = value & halfMask_;
        for (unsigned round = 0; round < rounds; ++round) {
            const uint64_t mixed = left ^ (mix64(right ^ keys_[round]) & halfMask_);
            left = right;
            right = mixed;
        }
        return (left << halfBits_) | right;
    }

    uint64_t size_;
    unsigned halfBits_ = 1;
    uint64_t halfMask_ = 1;
    uint64_t keys_[rounds] = {};
};

}  // namespace ioproof
