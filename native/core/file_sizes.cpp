// Inverse distribution functions at the keyed hash of a file's number.
#include "core/file_sizes.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <string>
#include <utility>

#include "core/io_error.h"
#include "core/wide_integer.h"

namespace ioproof {
namespace {

constexpr uint64_t largestWeight = uint64_t{1} << 32;  // no sum of them overflows
constexpr double largestSigma = 10;

void require(bool condition, const char* rule) {
    if (!condition) throw JobError("BAD_SPEC", std::string("fileSizes: ") + rule);
}

double normalShareBelow(double z) { return std::erfc(-z / std::numbers::sqrt2) / 2; }

/// Rational approximation of the tail below 2.425 % (Acklam 2003).
double tailQuantile(double share) {
    const double q = std::sqrt(-2 * std::log(share));
    return (((((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838) * q - 2.549732539343734) *
                 q +
             4.374664141464968) *
                q +
            2.938163982698783) /
           ((((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996) * q + 3.754408661907416) *
                q +
            1);
}

double middleQuantile(double share) {
    const double q = share - 0.5;
    const double r = q * q;
    return (((((-3.969683028665376e+01 * r + 2.209460984245205e+02) * r - 2.759285104469687e+02) * r +
              1.383577518672690e+02) *
                 r -
             3.066479806614716e+01) *
                r +
            2.506628277459239) *
           q /
           (((((-5.447609879822406e+01 * r + 1.615858368580409e+02) * r - 1.556989798598866e+02) * r +
              6.680131188771972e+01) *
                 r -
             1.328068155288572e+01) *
                r +
            1);
}

/// Where the normal law has this share below it, for shares in (0, 1); right to 1.15e-9 of the value, which is less
/// than a byte of any file below 100 MiB.
double normalQuantile(double share) {
    constexpr double tail = 0.02425;
    if (share < tail) return tailQuantile(share);
    if (share > 1 - tail) return -tailQuantile(1 - share);
    return middleQuantile(share);
}

}  // namespace

FileSizes::FileSizes(std::shared_ptr<const std::vector<uint64_t>> table) : FileSizes(0) {
    const auto [smallest, largest] = std::minmax_element(table->begin(), table->end());
    smallest_ = *smallest;
    largest_ = *largest;
    for (const uint64_t bytes : *table) unit_ = std::gcd(unit_, bytes);
    table_ = std::move(table);
}

FileSizes::FileSizes(const FileSizeSpec& spec, uint64_t largest, uint64_t seed) : FileSizes(largest) {
    form_ = spec.form;
    // Apart from the streams of offsets and of the order, which start from the seed too.
    key_ = mix64(mix64(seed) ^ 0x66696c6573697a65u);
    if (form_ == SizeForm::Uniform || form_ == SizeForm::Lognormal) setLimits(spec);
    if (form_ == SizeForm::Histogram) setShares(spec);
    require(largest_ == largest, "fileSize must be the largest of them");
}

void FileSizes::setLimits(const FileSizeSpec& spec) {
    require(spec.from >= 1 && spec.from <= spec.to, "from must be at least 1 and at most to");
    smallest_ = spec.from;
    largest_ = spec.to;
    unit_ = smallest_ == largest_ ? largest_ : 1;
    if (form_ == SizeForm::Uniform) return;
    median_ = spec.median;
    sigma_ = spec.sigma;
    require(sigma_ > 0 && sigma_ <= largestSigma, "sigma must be above 0 up to 10");
    const auto from = static_cast<double>(spec.from);
    const auto to = static_cast<double>(spec.to);
    require(median_ >= from && median_ <= to, "median must lie between from and to");
    belowFrom_ = normalShareBelow(std::log(from / median_) / sigma_);
    belowTo_ = normalShareBelow(std::log(to / median_) / sigma_);
}

void FileSizes::setShares(const FileSizeSpec& spec) {
    smallest_ = UINT64_MAX;
    largest_ = unit_ = 0;
    std::vector<uint64_t> weights;
    for (const FileSizeShare& share : spec.shares) {
        require(share.bytes >= 1, "a file of a histogram must have at least 1 byte");
        require(share.weight <= largestWeight, "a weight must be at most 2^32");
        if (share.weight == 0) continue;
        smallest_ = std::min(smallest_, share.bytes);
        largest_ = std::max(largest_, share.bytes);
        unit_ = std::gcd(unit_, share.bytes);
        sizes_.push_back(share.bytes);
        weights.push_back(share.weight);
    }
    require(!sizes_.empty(), "a histogram needs a size with a weight");
    choice_.emplace(weights);
}

uint64_t FileSizes::drawn(uint64_t file) const {
    if (table_) return (*table_)[file];
    const uint64_t random = mix64(key_ + mix64(file));
    if (form_ == SizeForm::Histogram) return sizes_[choice_->at(random)];
    if (form_ == SizeForm::Lognormal) return lognormal(random);
    return smallest_ + static_cast<uint64_t>((static_cast<Uint128>(random) * (largest_ - smallest_ + 1)) >> 64);
}

uint64_t FileSizes::lognormal(uint64_t random) const {
    const double even = (static_cast<double>(random >> 11) + 0.5) * 0x1p-53;
    const double share = belowFrom_ + (belowTo_ - belowFrom_) * even;
    const double bytes = median_ * std::exp(sigma_ * normalQuantile(share));
    const double within = std::clamp(bytes, static_cast<double>(smallest_), static_cast<double>(largest_));
    return static_cast<uint64_t>(within + 0.5);
}

}  // namespace ioproof
