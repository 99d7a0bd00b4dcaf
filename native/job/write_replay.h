// Reads back what a worker wrote: the same sequence again, each write as a read that is checked.
#pragma once

#include <atomic>
#include <optional>

#include "core/job_result.h"
#include "engines/engine.h"
#include "job/chain_slots.h"
#include "job/data_verifier.h"
#include "sources/source.h"

namespace ioproof {

struct ReplayContext {
    const JobSpec& spec;
    const std::atomic<bool>& stop;
    /// A new one, which gives the same chains once more.
    Source& source;
    /// Chains that were issued.
    uint64_t chains;
    /// All free.
    ChainSlots& slots;
    Engine& engine;
    DataVerifier& verifier;
    /// Told of the chains that have been gone through.
    std::atomic<uint64_t>& progress;
};

/// Costs no memory for what was written: the sequence follows from the seed.
class WriteReplay {
public:
    /// `latestPass`: of the last chain that was issued; complete when no chain of it is missing.
    WriteReplay(const ReplayContext& context, uint64_t latestPass, bool passIsComplete);

    /// Until all is read, a read fails, or the job is stopped. Returns the operation that failed.
    std::optional<Operation> run();

private:
    void issue();
    bool nextWrite(Chain& chain);
    void take(Chain& chain);

    const ReplayContext context_;
    const uint64_t latestPass_;
    /// What was written in earlier passes has been written over.
    uint64_t firstPass_;
    uint64_t gone_ = 0;
    bool over_ = false;
    std::optional<Operation> failed_;
};

}  // namespace ioproof
