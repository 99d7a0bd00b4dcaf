// Names by the rules of chain_names.h, pieces by the size of the file.
#include "sources/chain_template.h"

#include <algorithm>

namespace ioproof {
namespace {

/// A directory as an item is what each operation is on.
std::array<ChainNames, 2> namesIn(const JobSpec& spec, const std::vector<OperationKind>& operations) {
    if (!spec.itemsAreDirectories) return passNamesOf(operations, spec.operationsBefore);
    const ChainNames own{.operations = std::vector<OperationNames>(operations.size()), .left = {PathName::File}};
    return {own, own};
}

std::vector<PathName> furtherNamesIn(const JobSpec& spec, const std::vector<OperationKind>& operations) {
    if (spec.itemsAreDirectories) return {};
    return furtherNamesOf(operations, spec.operationsBefore);
}

}  // namespace

ChainTemplate::ChainTemplate(const JobSpec& spec, const std::vector<OperationKind>& operations,
                             const FileNamespace& files, uint32_t readUnit)
    : spec_(spec),
      operations_(operations),
      files_(files),
      sizes_(spec.sizesOfFiles()),
      readUnit_(readUnit),
      makesDirectories_(spec.makesDirectories()),
      found_(namesOf(spec.operationsBefore).left),
      names_(namesIn(spec, operations)),
      furtherNames_(furtherNamesIn(spec, operations)) {}

void ChainTemplate::setLength(Operation& operation, uint32_t bytes) const {
    const uint32_t rest = operation.kind == OperationKind::Read ? bytes % readUnit_ : 0;
    const uint32_t beyond = rest == 0 ? 0 : readUnit_ - rest;
    operation.length = bytes + beyond;
    operation.beyondEnd = static_cast<uint16_t>(beyond);
}

void ChainTemplate::writePaths(Chain& chain, uint64_t item) const {
    if (makesDirectories_) files_.writeBranchPath(item, chain.path);
    else if (spec_.itemsAreDirectories) files_.writeDirectoryPath(item, chain.path);
    else files_.writePath(item, chain.path);
    for (const auto name : furtherNames_) writeName(name, chain.path, chain.pathOf(name));
}

void ChainTemplate::describe(Chain& chain, uint64_t item) const {
    writePaths(chain, item);
    const uint64_t fileSize = spec_.itemsAreDirectories ? 0 : sizes_.of(item);
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
