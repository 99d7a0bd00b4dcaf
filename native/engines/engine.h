// What an engine is: it executes chains, a batch at a time, and stamps each operation next to its system call.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/block_content.h"
#include "core/clock.h"
#include "core/job_result.h"
#include "core/job_spec.h"
#include "core/operation.h"
#include "core/sample_content.h"

namespace ioproof {

class EntryObserver;
class GpuSession;

/// All that an engine may know of its job; valid as long as the engine.
struct EngineContext {
    const JobSpec& spec;
    const Clock& clock;
    /// Chains in flight at most; 1 where the engine has no queue.
    uint32_t queueDepth;
    /// Open files of kind block, in order of their index.
    std::span<const int> files;
    /// One buffer a chain slot, `bufferBytes` each, at multiples of `bufferStride`.
    std::byte* buffers;
    size_t bufferBytes;
    size_t bufferStride;
    /// open(2) flags of the operations open and create.
    int openFlags;
    /// Content of what a chain writes after its first operation; null leaves the buffers as they are.
    BlockContent* content;
    /// Is told of the entries that listings look at; null: nobody is.
    EntryObserver* entryObserver = nullptr;
    /// Of files of samples, in place of `content`.
    SampleContent* sampleContent = nullptr;
    /// Of a job with memory of GPUs; else null.
    GpuSession* gpu = nullptr;
    /// Number of the worker that the engine serves.
    uint32_t worker = 0;
};

/// Deadline of a wait without end.
inline constexpr uint64_t noDeadline = UINT64_MAX;

/// Must be called before the start of an operation is stamped. The worker has filled the buffer for the first operation
/// of a chain; the pieces of a larger file share it, and would all be the same without new content for each. A file of
/// samples is made before it is written, so that no piece of it comes first.
inline void renewContent(const EngineContext& context, const Chain& chain, const Operation& operation) {
    if (operation.kind != OperationKind::Write || chain.executed == 0 || context.content == nullptr) return;
    if (context.sampleContent == nullptr) context.content->fill(operation.data, operation.length);
    else context.sampleContent->fill(chain.item, operation.offset, operation.data, operation.length);
}

/// One engine serves one worker and is made, used and destroyed on that worker's thread.
/// A method never throws between two operations: a failed operation is a chain with a negative result.
class Engine {
public:
    virtual ~Engine() = default;

    /// Takes chains over. At most `queueDepth` may be inside. May defer the system call to the next reap().
    virtual void submit(std::span<Chain* const> chains) = 0;

    /// Finished chains, in order of completion; waits until there are `atLeast` (0: does not wait) or, where the engine
    /// has a queue, until `deadline` on the clock. The span is valid until the next call.
    virtual std::span<Chain* const> reap(uint32_t atLeast, uint64_t deadline) = 0;

    /// The engine's latest reading of the clock.
    uint64_t now() const { return now_; }

    /// Lets time pass while nothing is inside; reads the clock. A virtual clock jumps.
    virtual void idleUntil(const Clock& clock, uint64_t time);

    /// Writes the open file to the storage; -errno on failure. Blocking, outside of the queue.
    virtual int32_t sync(uint32_t file) = 0;

    /// Lets go of pages of the files that it has mapped: the kernel drops none that are.
    virtual void releasePages() {}

    /// Memory of a GPU, where the engine has it: brings there what the host buffer of the chain's slot holds, the first
    /// `bytes` of it, or fetches it back into that. Outside of all measured operations; not while the chain is inside.
    /// Throws JobError.
    virtual void upload(const Chain& /* chain */, size_t /* bytes */) {}
    virtual void download(const Chain& /* chain */, size_t /* bytes */) {}
    /// What it has done with a GPU so far; null without one.
    virtual const GpuCounters* gpuCounters() const { return nullptr; }

    const std::vector<std::string>& features() const { return features_; }
    const std::vector<Refusal>& refused() const { return refused_; }

protected:
    uint64_t now_ = 0;
    std::vector<std::string> features_;
    std::vector<Refusal> refused_;
};

}  // namespace ioproof
