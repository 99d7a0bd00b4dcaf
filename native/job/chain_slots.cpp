// Where the parts of a slot lie.
#include "job/chain_slots.h"

#include <algorithm>

#include "sources/sample_load.h"

namespace ioproof {
namespace {

constexpr size_t pageBytes = 4096;

size_t bufferBytesOf(const JobSpec& spec) {
    return spec.kind == JobKind::Training ? readBytesOf(spec, *spec.samples) : spec.blockSize;
}

}  // namespace

ChainSlots::ChainSlots(const JobSpec& spec, uint32_t depth, size_t pathBytes, int32_t numaNode)
    : bufferBytes_(std::max<size_t>(bufferBytesOf(spec), 1)),
      bufferStride_((bufferBytes_ + pageBytes - 1) / pageBytes * pageBytes),
      buffers_(bufferStride_ * depth, spec.hugePages, numaNode),
      operations_(static_cast<size_t>(spec.operationsPerChain()) * depth),
      paths_(pathBytes * spec.pathsPerChain() * depth),
      chains_(depth),
      free_(depth),
      freeCount_(depth) {
    const size_t perChain = operations_.size() / depth;
    for (uint32_t slot = 0; slot < depth; ++slot) {
        Chain& chain = chains_[slot];
        chain.operations = &operations_[slot * perChain];
        chain.slot = slot;
        if (pathBytes > 0) chain.path = &paths_[slot * (paths_.size() / depth)];
        chain.pathBytes = static_cast<uint32_t>(pathBytes);
        for (size_t index = 0; index < perChain; ++index)
            chain.operations[index].data = buffers_.data() + slot * bufferStride_;
        free_[depth - 1 - slot] = &chain;
    }
}

void ChainSlots::take(std::span<Chain* const> offered, uint32_t taken) {
    // What is not taken of an offer stays free at the top of the stack.
    std::copy(offered.begin() + taken, offered.end(),
              free_.begin() + static_cast<std::ptrdiff_t>(freeCount_ - offered.size()));
    freeCount_ -= taken;
}

}  // namespace ioproof
