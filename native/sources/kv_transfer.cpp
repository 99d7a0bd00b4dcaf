// From objects to calls.
#include "sources/kv_transfer.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <utility>

#include "core/io_error.h"
#include "core/random.h"

namespace ioproof {
namespace {

/// A slash, 16 hexadecimal digits, a dot, a number of at most 7 digits and the zero.
constexpr size_t nameBytes = 1 + 16 + 1 + 7 + 1;
constexpr uint64_t sectorBytes = 4096;

/// Clean pages only, and so of what is synced; as the benchmark does it before each read.
void dropPages(const char* path) {
    const int descriptor = ::open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return;  // the chain that follows tells why
    posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED);
    ::close(descriptor);
}

Operation& add(Chain& chain, OperationKind kind) {
    Operation& operation = chain.operations[chain.count++];
    operation.kind = kind;
    operation.name = operation.otherName = PathName::File;
    operation.file = chainDescriptor;
    operation.offset = 0;
    operation.length = 0;
    operation.beyondEnd = 0;
    return operation;
}

}  // namespace

KvObjects::KvObjects(const JobSpec& spec, const FileNamespace& names, KvContent& content)
    : spec_(spec), names_(names), content_(content), unit_(spec.kvCache->blockTokens) {
    if (names.directoryPath(names.directoryCount() - 1).size() + nameBytes > names.pathCapacity())
        throw JobError("PATH_TOO_LONG", "the paths of objects are longer than those of files");
}

void KvObjects::writePath(uint64_t key, uint64_t block, char* out) const {
    names_.writeDirectoryPath(block % names_.directoryCount(), out);
    char* const name = out + std::strlen(out);
    std::snprintf(name, nameBytes, "/%016llx.%u", static_cast<unsigned long long>(key), static_cast<unsigned>(block));
}

uint64_t KvObjects::contentOf(uint64_t key, uint64_t block) { return mix64(key) + block; }

void KvTransfer::startAt(uint64_t time) {
    if (startedAt_ == 0) startedAt_ = time;
}

void KvTransfer::describe(const KvObjects& objects, const Clock& clock, Chain& chain) {
    chain.count = 0;
    chain.executed = 0;
    chain.item = KvObjects::contentOf(key_, block_);
    chain.descriptor = std::exchange(descriptor_, -1);
    objects.writePath(key_, block_, chain.path);
    if (move_ == KvMove::Remove) {
        add(chain, OperationKind::Unlink);
        return;
    }
    const bool reads = move_ == KvMove::Read;
    const uint64_t size = objects.bytesOfEach(tokens_);
    if (at_ == 0 && reads && objects.cache().dropBeforeRead) {
        startAt(clock.now());
        dropPages(chain.path);
    }
    // Where a last piece was moved in part only, the object has been closed after it.
    if (!isOpen_) add(chain, reads || at_ > 0 ? OperationKind::Open : OperationKind::Create);
    Operation& transfer = add(chain, reads ? OperationKind::Read : OperationKind::Write);
    transfer.offset = at_;
    transfer.length = static_cast<uint32_t>(std::min(objects.spec().blockSize, size - at_));
    // Before the engine takes the time.
    if (!reads) objects.content().fill(chain.item, at_, transfer.data, transfer.length);
    if (at_ + transfer.length < size) return;
    if (!reads && objects.cache().fsync) add(chain, OperationKind::Fsync);
    add(chain, OperationKind::Close);
}

bool KvTransfer::ended(const KvObjects& objects, const Chain& chain) {
    if (chain.executed == 0) return true;
    startAt(chain.operations[0].startedAt);
    endedAt_ = chain.operations[chain.executed - 1].finishedAt;
    descriptor_ = chain.descriptor;
    if (at_ == 0) objectStartedAt_ = chain.operations[0].startedAt;
    for (uint32_t index = 0; index < chain.executed; ++index) {
        const Operation& operation = chain.operations[index];
        if (operation.result < 0) return true;
        if (operation.kind == OperationKind::Fsync) deviceNs_ += operation.finishedAt - operation.startedAt;
        if (operation.kind == OperationKind::Close) isOpen_ = false;
        else isOpen_ = move_ != KvMove::Remove;
        if (!isTransfer(operation.kind)) continue;
        goOn(static_cast<uint64_t>(operation.result), objects.bytesOfEach(tokens_));
        if (operation.kind == OperationKind::Write) continue;
        if (objects.cache().verify) check(objects, chain, operation);
        if (at_ >= objects.bytesOfEach(tokens_)) deviceNs_ += operation.finishedAt - objectStartedAt_;
    }
    if (move_ != KvMove::Remove && at_ < objects.bytesOfEach(tokens_)) return false;
    at_ = 0;
    return ++block_ == objects.blocksOf(tokens_);
}

/// What follows a piece that was moved in part begins with a sector again.
void KvTransfer::goOn(uint64_t moved, uint64_t size) {
    const uint64_t from = at_;
    at_ += moved;
    if (at_ < size) at_ -= at_ % sectorBytes;
    bytes_ += at_ - from;
}

void KvTransfer::check(const KvObjects& objects, const Chain& chain, const Operation& read) {
    const auto length = static_cast<size_t>(read.result);
    const size_t right = objects.content().matching(chain.item, read.offset, read.data, length);
    if (right == length || !damage_.empty()) return;
    damage_ = std::string(chain.path) + " at offset " + std::to_string(read.offset + right);
}

void KvTransfer::abandon() {
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = -1;
}

}  // namespace ioproof
