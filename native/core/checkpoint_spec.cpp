// Which calls the saves and loads of a job are made of.
#include "core/checkpoint_spec.h"

#include <algorithm>

namespace ioproof {

std::vector<OperationKind> CheckpointSpec::operations() const {
    std::vector<OperationKind> kinds;
    const bool shares = std::any_of(parts.begin(), parts.end(), [](const auto& part) { return part.offset > 0; });
    if (saves > 0) kinds = {OperationKind::Create, OperationKind::Write};
    if (loads > 0 || shares) kinds.push_back(OperationKind::Open);
    if (loads > 0) kinds.push_back(OperationKind::Read);
    kinds.push_back(OperationKind::Close);
    if (saves == 0) return kinds;
    if (rename) kinds.push_back(OperationKind::Rename);
    if (sync != CheckpointSync::None) {
        kinds.push_back(OperationKind::Fsync);
        kinds.push_back(OperationKind::FsyncDirectory);
    }
    return kinds;
}

}  // namespace ioproof
