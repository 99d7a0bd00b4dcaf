// Stamps what a worker writes and checks what it reads, always outside of the timed interval of an operation.
#pragma once

#include "core/file_namespace.h"
#include "core/job_result.h"
#include "core/job_spec.h"
#include "core/operation.h"

namespace ioproof {

class DataVerifier {
public:
    /// `names` must outlive it.
    DataVerifier(const JobSpec& spec, const FileNamespace& names, uint32_t worker);

    /// Writes the stamps into the buffer of a write of this pass.
    void stamp(const Operation& write, uint64_t pass);

    /// Damages the stamps in the buffer of a read: of one that brings nothing, the old content must not look right.
    static void spoil(const Operation& read);

    /// Checks what a finished read of this pass has brought, whoever has written it.
    void checkRead(const Operation& read, uint64_t pass);

    /// Checks what was read back from where this worker wrote in pass `pass`, and in none after pass `latest`.
    void checkOwn(const Operation& read, uint64_t pass, uint64_t latest);

    /// Of reading back after the measured time.
    void tookTime(uint64_t ns) { findings_.elapsedNs = ns; }

    const Verification& findings() const { return findings_; }
    /// 0 while nothing was stamped.
    uint64_t newestGeneration() const { return newest_; }

private:
    void check(const Operation& read, uint64_t oldest, uint64_t newest);

    const uint64_t dataset_;
    const uint64_t seed_;
    const uint64_t firstGeneration_;
    const uint64_t oldest_;
    const bool writes_;
    const FileNamespace& names_;
    const uint32_t worker_;
    uint64_t newest_ = 0;
    Verification findings_;
};

}  // namespace ioproof
