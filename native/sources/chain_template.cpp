// Names by the rules of chain_names.h, pieces by the size of the file.
#include "sources/chain_template.h"

#include <algorithm>

namespace ioproof {

ChainTemplate::ChainTemplate(const JobSpec& spec, const std::vector<OperationKind>& operations,
                             const FileNamespace& files, uint32_t readUnit)
    : spec_(spec),
      operations_(operations),
      files_(files),
      sizes_(spec.sizesOfFiles()),
      readUnit_(readUnit),
      names_{namesOf(operations, false), namesOf(operations, true)},
      furtherNames_(furtherNamesOf(operations)) {}

void ChainTemplate::setLength(Operation& operation, uint32_t bytes) const {
    const uint32_t rest = operation.kind == OperationKind::Read ? bytes % readUnit_ : 0;
    const uint32_t beyond = rest == 0 ? 0 : readUnit_ - rest;
    operation.length = bytes + beyond;
    operation.beyondEnd = static_cast<uint16_t>(beyond);
}

void ChainTemplate::describe(Chain& chain, uint64_t file) const {
    chain.item = file;
    files_.writePath(file, chain.path);
    const uint64_t fileSize = sizes_.of(file);
    for (const auto name : furtherNames_) writeName(name, chain.path, chain.pathOf(name));
    Operation* next = chain.operations;
    const OperationNames* names = names_[renamed_].operations.data();
    for (const auto kind : operations_) {
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

}  // namespace ioproof
