// When a worker may issue its next operation: its rate, fixed or random arrivals, and its pauses.
#pragma once

#include <optional>

#include "core/arrivals.h"
#include "core/job_spec.h"
#include "core/token_pacer.h"

namespace ioproof {

/// Times are those of the worker's clock. Without a rate and without pauses the gate stands open.
class IssueGate {
public:
    IssueGate(const JobSpec& spec, uint32_t worker) : spec_(spec), worker_(worker) {}

    bool standsOpen() const { return !spec_.paced() && spec_.thinkNs == 0; }

    /// The first operation may be issued at `start`, or where its arrival falls.
    void beginAt(uint64_t start);

    /// The earliest time of the next operation.
    uint64_t nextAt() const;
    /// When the next operation is meant to start, whatever the storage does; of an open loop only.
    uint64_t intendedAt() const { return start_ + arrivals_->due(); }

    /// An operation was issued at `now`.
    void issued(uint64_t now, uint64_t bytes);
    /// Nothing is in flight any more: a pause that is due begins.
    void drained(uint64_t now);

private:
    const JobSpec& spec_;
    const uint32_t worker_;
    uint64_t start_ = 0;
    std::optional<Arrivals> arrivals_;
    std::optional<TokenPacer> pacer_;
    uint64_t sincePause_ = 0;
    bool pauseIsDue_ = false;
    uint64_t pausedUntil_ = 0;
};

}  // namespace ioproof
