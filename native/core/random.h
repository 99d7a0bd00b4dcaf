// Seeded random numbers: splitmix64 to spread seeds, xoshiro256++ for streams, unbiased-enough bounded draws.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <span>

#include "core/wide_integer.h"

namespace ioproof {

/// One step of splitmix64 (Steele, Lea, Flood 2014): a bijection of 64-bit numbers that scatters its input.
constexpr uint64_t mix64(uint64_t x) {
    x += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

/// xoshiro256++ (Blackman, Vigna 2019).
class Random {
public:
    explicit Random(uint64_t seed) {
        for (auto& word : state_) word = seed = mix64(seed);
    }

    uint64_t next() {
        const uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
        const uint64_t shifted = state_[1] << 17;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= shifted;
        state_[3] = std::rotl(state_[3], 45);
        return result;
    }

    /// A number in [0, bound). The bias of the multiply-shift is below bound / 2^64 (Lemire 2019).
    uint64_t below(uint64_t bound) { return static_cast<uint64_t>((static_cast<Uint128>(next()) * bound) >> 64); }

    /// As many such numbers.
    void below(uint64_t bound, std::span<uint64_t> numbers) {
        // Of a copy the compiler knows that no number overwrites it, so that it stays in registers.
        Random own = *this;
        for (uint64_t& number : numbers) number = own.below(bound);
        *this = own;
    }

private:
    std::array<uint64_t, 4> state_;
};

}  // namespace ioproof
