// Which file is next, and the chain of operations on it.
#include "sources/files_source.h"

#include <algorithm>

namespace ioproof {

FilesSource::FilesSource(const JobSpec& spec, const FileNamespace& files, WorkerShare share, uint32_t readUnit)
    : spec_(spec),
      files_(files),
      sizes_(spec.sizesOfFiles()),
      readUnit_(readUnit),
      firstFile_(spec.fileCount * share.index / share.count),
      lastFile_(spec.fileCount * (share.index + 1) / share.count),
      position_(firstFile_),
      random_(mix64(spec.seed) ^ mix64(share.index + 1)),
      ownsFiles_(spec.changesNames()),
      permutation_(permutedFiles(), spec.seed),
      names_{namesOf(spec.operations, false), namesOf(spec.operations, true)},
      furtherNames_(furtherNamesOf(spec.operations)) {}

uint64_t FilesSource::permutedFiles() const {
    return ownsFiles_ ? std::max<uint64_t>(lastFile_ - firstFile_, 1) : spec_.fileCount;
}

bool FilesSource::hasNextPass() const {
    return firstFile_ != lastFile_ && (spec_.passes == 0 || pass_ + 1 < spec_.passes);
}

void FilesSource::beginPass() {
    ++pass_;
    position_ = firstFile_;
    permutation_ = Permutation(permutedFiles(), mix64(spec_.seed + pass_));
    renamed_ = names_[renamed_].leavesRenamed;
}

void FilesSource::drained() {
    if (waitsForDrain_) beginPass();
    waitsForDrain_ = false;
}

uint64_t FilesSource::nextFile() {
    const uint64_t position = position_++;
    switch (spec_.access) {
        case Access::Sequential: return position;
        case Access::Permutation:
            return ownsFiles_ ? firstFile_ + permutation_(position - firstFile_) : permutation_(position);
        default: return random_.below(spec_.fileCount);
    }
}

void FilesSource::setLength(Operation& operation, uint32_t bytes) const {
    const uint32_t rest = operation.kind == OperationKind::Read ? bytes % readUnit_ : 0;
    const uint32_t beyond = rest == 0 ? 0 : readUnit_ - rest;
    operation.length = bytes + beyond;
    operation.beyondEnd = static_cast<uint16_t>(beyond);
}

void FilesSource::describe(Chain& chain, uint64_t file) const {
    files_.writePath(file, chain.path);
    const uint64_t fileSize = sizes_.of(file);
    for (const auto name : furtherNames_) writeName(name, chain.path, chain.pathOf(name));
    Operation* next = chain.operations;
    const OperationNames* names = names_[renamed_].operations.data();
    for (const auto kind : spec_.operations) {
        const auto [name, otherName] = *names++;
        uint64_t offset = 0;
        do {
            const uint64_t bytes = isTransfer(kind) ? std::min(spec_.blockSize, fileSize - offset) : 0;
            next->kind = kind;
            next->name = name;
            next->otherName = otherName;
            next->file = chainDescriptor;
            next->offset = offset;
            setLength(*next, static_cast<uint32_t>(bytes));
            offset += bytes;
            ++next;
        } while (isTransfer(kind) && offset < fileSize);
    }
    chain.count = static_cast<uint32_t>(next - chain.operations);
}

uint32_t FilesSource::fill(std::span<Chain* const> chains) {
    uint32_t filled = 0;
    for (Chain* chain : chains) {
        if (position_ == lastFile_) {
            if (waitsForDrain_ || !hasNextPass()) break;
            beginPass();
        }
        describe(*chain, nextFile());
        ++filled;
        waitsForDrain_ = ownsFiles_ && position_ == lastFile_ && hasNextPass();
    }
    return filled;
}

}  // namespace ioproof
