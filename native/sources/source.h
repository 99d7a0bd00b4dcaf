// What a source is: it gives a worker its next chains. Every access pattern and workload kind is one.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "core/file_namespace.h"
#include "core/job_spec.h"
#include "core/operation.h"

namespace ioproof {

/// Share of the work of one worker among all.
struct WorkerShare {
    uint32_t index;
    uint32_t count;
};

/// One source serves one worker.
class Source {
public:
    virtual ~Source() = default;

    /// Describes the next chains in slots of the worker (operations, offsets, paths; data pointers are the slot's own
    /// buffer) and returns how many. Fewer than asked for means that all passes are done, or that the source waits.
    virtual uint32_t fill(std::span<Chain* const> chains) = 0;

    /// True where the next pass must not begin before what is in flight is done; drained() lets it.
    virtual bool waitsForDrain() const { return false; }
    virtual void drained() {}

    /// True where the source must be told of each chain that has ended, however it did.
    virtual bool tracksChains() const { return false; }
    virtual void ended(const Chain&) {}

    /// Pass of the chains that come next, from 0.
    virtual uint64_t pass() const { return 0; }
    /// Passes of which every chain has been given.
    virtual uint64_t passesGiven() const { return 0; }

    /// Chains of one pass of this worker.
    virtual uint64_t chainsPerPass() const = 0;
};

/// `paths`: the namespace of the job's files; must outlive the source. Buffers and path memory of a slot are set by
/// the worker before the first fill(). `readUnit`: reads of kind files ask for multiples of so many bytes, at most 64
/// KiB, and blockSize holds the last of them.
std::unique_ptr<Source> makeSource(const JobSpec& spec, const FileNamespace& files, WorkerShare share,
                                   uint32_t readUnit = 1);

}  // namespace ioproof
