// The limit that the driver tells, and that of its host buffers.
#include "engines/cufile_limits.h"

#include <algorithm>
#include <array>
#include <vector>

#include "core/io_error.h"
#include "gpu/gpu_session.h"

namespace ioproof {
namespace {

constexpr int mostSlabs = 16;

/// Host buffers of one size.
struct Slab {
    uint64_t bytes;
    uint64_t count;
};

/// Of versions that do not tell: the smallest numbers that any of them has.
std::vector<Slab> usualSlabs() { return {{4096, 128}, {1 << 20, 64}, {16 << 20, 32}}; }

/// Empty where the library does not tell.
std::vector<Slab> askForSlabs(const CufileLibrary& cufile) {
    if (cufile->cuFileGetParameterPosixPoolSlabArray == nullptr) return {};
    std::array<size_t, mostSlabs> kilobytes{};
    std::array<size_t, mostSlabs> counts{};
    // How many there are is not told, and too many may be refused.
    int entries = mostSlabs;
    const auto ask = [&] {
        return cufile->cuFileGetParameterPosixPoolSlabArray(kilobytes.data(), counts.data(), entries);
    };
    while (entries > 0 && ask().code != 0) --entries;
    std::vector<Slab> slabs;
    for (size_t index = 0; index < static_cast<size_t>(entries); ++index)
        if (kilobytes[index] > 0) slabs.push_back({kilobytes[index] * 1024, counts[index]});
    return slabs;
}

/// Blocks of this size that find host buffers at the same time: one of the smallest size that takes a block, or
/// several of the largest.
uint64_t blocksInHostBuffers(uint64_t blockSize, const CufileLibrary& cufile) {
    std::vector<Slab> slabs = askForSlabs(cufile);
    if (slabs.empty()) slabs = usualSlabs();
    std::ranges::sort(slabs, {}, &Slab::bytes);
    for (const Slab& slab : slabs)
        if (slab.bytes >= blockSize) return slab.count;
    const Slab& largest = slabs.back();
    return largest.count / ((blockSize + largest.bytes - 1) / largest.bytes);
}

}  // namespace

void requireBatchFits(const EngineContext& context) {
    const GpuSession& gpu = *context.gpu;
    const uint32_t most = gpu.maxBatch();
    if (most == 0) throw JobError("CUFILE_TOO_OLD", "cufileMode batch: " + gpu.cufile().path() + " has no batches");
    const std::string asked = "queueDepth " + std::to_string(context.queueDepth) + " in batches";
    if (context.queueDepth > most)
        throw JobError("CUFILE_BATCH_TOO_LARGE", asked + ": cuFile takes " + std::to_string(most) + " at most");
    if (context.spec.cufileCompat == CufileCompat::Refuse) return;
    const JobSpec& spec = context.spec;
    const uint64_t blocks = blocksInHostBuffers(spec.blockSize, gpu.cufile());
    // The batches of all workers share the buffers, and one that waits for more may hold those that another waits for.
    if (uint64_t{context.queueDepth} * spec.workers > blocks)
        throw JobError("CUFILE_BATCH_TOO_LARGE",
                       asked + " of " + std::to_string(spec.workers) + " workers, with blocks of " +
                           std::to_string(spec.blockSize) + " bytes: for files without a direct path cuFile has host " +
                           "buffers for " + std::to_string(blocks) +
                           ", and hangs beyond that; raise posix_pool_slab_count in cufile.json");
}

}  // namespace ioproof
