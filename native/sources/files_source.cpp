// The next item, and the chain of operations on it.
#include "sources/files_source.h"

namespace ioproof {

FilesSource::FilesSource(const JobSpec& spec, const FileNamespace& files, WorkerShare share, uint32_t readUnit)
    : order_(spec, files, share), chain_(spec, spec.operations, files, readUnit) {}

void FilesSource::beginPass() {
    order_.beginPass();
    chain_.passIsOver();
}

void FilesSource::drained() {
    if (waitsForDrain_) beginPass();
    waitsForDrain_ = false;
}

uint32_t FilesSource::fill(std::span<Chain* const> chains) {
    uint32_t filled = 0;
    for (Chain* chain : chains) {
        if (order_.passIsOver()) {
            if (waitsForDrain_ || !order_.hasNextPass()) break;
            beginPass();
        }
        chain_.describe(*chain, order_.next());
        ++filled;
        waitsForDrain_ = order_.ownsItems() && order_.passIsOver() && order_.hasNextPass();
    }
    return filled;
}

}  // namespace ioproof
