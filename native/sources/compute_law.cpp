// Inverse and polar forms of the two laws.
#include "sources/compute_law.h"

#include <cmath>
#include <numbers>

#include "core/random.h"

namespace ioproof {
namespace {

/// In (0, 1], 53 bits: its logarithm is finite.
double unit(uint64_t bits) { return (static_cast<double>(bits >> 11) + 1) * 0x1p-53; }

}  // namespace

uint64_t ComputeLaw::drawn(uint32_t rank, uint64_t step) const {
    Random random(mix64(key_ + rank) ^ mix64(~step));
    const auto mean = static_cast<double>(time_.meanNs);
    const double radius = -std::log(unit(random.next()));
    if (time_.form == ComputeForm::Exponential) return static_cast<uint64_t>(std::llround(mean * radius));
    // Box, Muller 1958.
    const double normal = std::sqrt(2 * radius) * std::cos(2 * std::numbers::pi * unit(random.next()));
    const double drawn = mean + static_cast<double>(time_.deviationNs) * normal;
    return drawn <= 0 ? 0 : static_cast<uint64_t>(std::llround(drawn));
}

}  // namespace ioproof
