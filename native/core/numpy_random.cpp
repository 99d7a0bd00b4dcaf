// The recurrence over 624 words at once, and numpy's ways from words to numbers.
#include "core/numpy_random.h"

#include <bit>
#include <cmath>
#include <utility>

namespace ioproof {
namespace {

constexpr uint32_t words = 624;
constexpr uint32_t shift = 397;

uint32_t twisted(uint32_t upper, uint32_t lower) {
    const uint32_t joined = (upper & 0x80000000u) | (lower & 0x7fffffffu);
    return (joined >> 1) ^ ((joined & 1) != 0 ? 0x9908b0dfu : 0);
}

}  // namespace

NumpyRandom::NumpyRandom(uint32_t seed) {
    for (uint32_t index = 0; index < words; ++index) {
        state_[index] = seed;
        seed = 1812433253u * (seed ^ (seed >> 30)) + index + 1;
    }
}

void NumpyRandom::refill() {
    for (uint32_t index = 0; index < words; ++index)
        state_[index] = state_[(index + shift) % words] ^ twisted(state_[index], state_[(index + 1) % words]);
    position_ = 0;
}

uint32_t NumpyRandom::next32() {
    if (position_ == words) refill();
    uint32_t word = state_[position_++];
    word ^= word >> 11;
    word ^= (word << 7) & 0x9d2c5680u;
    word ^= (word << 15) & 0xefc60000u;
    return word ^ (word >> 18);
}

double NumpyRandom::uniform() {
    const double upper = next32() >> 5;
    const double lower = next32() >> 6;
    return (upper * 0x1p26 + lower) * 0x1p-53;
}

double NumpyRandom::normal(double mean, double deviation) {
    if (std::exchange(hasGauss_, false)) return mean + deviation * gauss_;
    double x, y, square;
    do {
        x = 2 * uniform() - 1;
        y = 2 * uniform() - 1;
        square = x * x + y * y;
    } while (square >= 1 || square == 0);
    const double factor = std::sqrt(-2 * std::log(square) / square);
    gauss_ = factor * x;
    hasGauss_ = true;
    return mean + deviation * (factor * y);
}

uint64_t NumpyRandom::upTo(uint64_t most) {
    if (most == 0) return 0;
    const uint64_t mask = ~uint64_t{0} >> std::countl_zero(most);
    const bool isShort = most <= UINT32_MAX;
    for (;;) {
        uint64_t drawn = next32();
        if (!isShort) drawn = (drawn << 32) | next32();
        if ((drawn & mask) <= most) return drawn & mask;
    }
}

void NumpyRandom::shuffle(std::span<uint32_t> values) {
    for (size_t last = values.size(); last-- > 1;) std::swap(values[last], values[upTo(last)]);
}

}  // namespace ioproof
