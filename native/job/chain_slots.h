// The chains of a worker: their operations, buffers and paths, and which of them are free.
#pragma once

#include <span>
#include <vector>

#include "core/aligned_buffer.h"
#include "core/job_spec.h"
#include "core/operation.h"

namespace ioproof {

/// One slot for each chain that may be in flight. Must be made on the thread that uses them: its node gets the memory.
class ChainSlots {
public:
    /// `pathBytes`: of each path of a chain; 0 for operations on open files. `numaNode`: of the buffers, -1 for that of
    /// the thread.
    ChainSlots(const JobSpec& spec, uint32_t depth, size_t pathBytes, int32_t numaNode);

    size_t freeCount() const { return freeCount_; }
    uint32_t inFlight() const { return static_cast<uint32_t>(chains_.size() - freeCount_); }

    /// The chain that take(1) would take.
    Chain& next() const { return *free_[freeCount_ - 1]; }
    /// Chains that may be filled; the first `taken` of them are in use after take().
    std::span<Chain* const> offer(uint32_t wanted) const { return {&free_[freeCount_ - wanted], wanted}; }
    void take(std::span<Chain* const> offered, uint32_t taken);
    void giveBack(Chain& chain) { free_[freeCount_++] = &chain; }

    AlignedBuffer& buffers() { return buffers_; }
    const AlignedBuffer& buffers() const { return buffers_; }
    size_t bufferBytes() const { return bufferBytes_; }
    /// Bytes from one slot's buffer to the next.
    size_t bufferStride() const { return bufferStride_; }
    Chain& chain(size_t slot) { return chains_[slot]; }
    size_t count() const { return chains_.size(); }

private:
    const size_t bufferBytes_;
    const size_t bufferStride_;
    AlignedBuffer buffers_;
    std::vector<Operation> operations_;
    std::vector<char> paths_;
    std::vector<Chain> chains_;
    /// A stack: the buffer used last is the one still in the processor's cache.
    std::vector<Chain*> free_;
    size_t freeCount_;
};

}  // namespace ioproof
