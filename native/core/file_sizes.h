// How many bytes each file of a job has: a function of its number, so that no size is stored; of shards, a table.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/random.h"
#include "core/weighted_choice.h"

namespace ioproof {

enum class SizeForm : uint8_t { Fixed, Uniform, Lognormal, Histogram };

struct FileSizeShare {
    uint64_t bytes;
    /// Share of the files, of the sum over all sizes; at most 2^32.
    uint64_t weight;
};

/// The law of the sizes, in bytes. Fields that a form has no use for are 0 or empty.
struct FileSizeSpec {
    SizeForm form = SizeForm::Fixed;
    /// Limits of `Uniform` and `Lognormal`, both of them sizes that occur.
    uint64_t from = 0;
    uint64_t to = 0;
    /// Of the lognormal law before it is cut off at the limits; the median lies between them. Sigma is that of the
    /// natural logarithm, in (0, 10].
    double median = 0;
    double sigma = 0;
    /// Of `Histogram`.
    std::vector<FileSizeShare> shares;
};

/// Constant after set-up. The same law and seed give each file the same size in every job.
class FileSizes {
public:
    /// Every file has so many bytes.
    FileSizes(uint64_t bytes) : smallest_(bytes), largest_(bytes), unit_(bytes) {}
    /// The size of each file, at least one; copies share the table.
    explicit FileSizes(std::shared_ptr<const std::vector<uint64_t>> table);
    /// `largest`: what the job takes for the largest file, and with form `Fixed` for each. Throws JobError BAD_SPEC for
    /// a law that does not hold together or that has a larger file.
    FileSizes(const FileSizeSpec& spec, uint64_t largest, uint64_t seed);

    uint64_t of(uint64_t file) const { return smallest_ == largest_ ? largest_ : drawn(file); }

    uint64_t smallest() const { return smallest_; }
    uint64_t largest() const { return largest_; }
    /// Greatest number that is known to divide every size.
    uint64_t unit() const { return unit_; }

private:
    uint64_t drawn(uint64_t file) const;
    uint64_t lognormal(uint64_t random) const;
    void setLimits(const FileSizeSpec& spec);
    void setShares(const FileSizeSpec& spec);

    SizeForm form_ = SizeForm::Fixed;
    uint64_t smallest_;
    uint64_t largest_;
    uint64_t unit_;
    uint64_t key_ = 0;
    double median_ = 0;
    double sigma_ = 0;
    /// Shares of the uncut law that lie below the lower and below the upper limit.
    double belowFrom_ = 0;
    double belowTo_ = 1;
    std::shared_ptr<const std::vector<uint64_t>> table_;
    std::vector<uint64_t> sizes_;
    std::optional<WeightedChoice> choice_;
};

}  // namespace ioproof
