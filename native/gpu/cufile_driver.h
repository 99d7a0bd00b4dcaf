// The driver of cuFile, open: how strict, with what limits, and what it counts.
#pragma once

#include <optional>

#include "core/gpu_facts.h"
#include "core/job_spec.h"
#include "gpu/cufile_library.h"

namespace ioproof {

/// Sets what can be set only before, opens the driver, and closes it in the end. A context of CUDA must be current on
/// the calling thread for all of it.
class CufileDriver {
public:
    /// Throws JobError CUFILE_…, CUFILE_TOO_OLD where this version cannot be told what `compat` says.
    CufileDriver(const CufileLibrary& library, CufileCompat compat);
    CufileDriver(const CufileDriver&) = delete;
    CufileDriver& operator=(const CufileDriver&) = delete;

    /// A file without a direct path is refused. Not when the driver says otherwise than it was told.
    bool strict() const { return strict_; }
    bool hasBatch() const;
    bool hasStream() const;
    /// Entries that a batch may have at most; 0 without batches.
    uint32_t maxBatch() const;

    /// Nothing where this version keeps none.
    std::optional<CufileStats> stats() const;
    /// Without `before` and `after`.
    CufileFacts facts() const;

private:
    /// Closes when the constructor of the driver throws, too.
    class Open {
    public:
        explicit Open(const CufileLibrary& library);
        ~Open();
        Open(const Open&) = delete;
        Open& operator=(const Open&) = delete;

    private:
        const CufileLibrary& library_;
    };

    bool has(cufile::Feature feature) const { return (properties_.featureFlags & feature) != 0; }

    const CufileLibrary& library_;
    /// To be strict.
    const bool asked_;
    const Open open_;
    cufile::DriverProperties properties_;
    bool strict_ = false;
    bool counts_ = false;
};

}  // namespace ioproof
