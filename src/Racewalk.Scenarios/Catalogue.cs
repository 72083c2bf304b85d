using Racewalk.Scenarios.Collapse;
using Racewalk.Scenarios.Cow;
using Racewalk.Scenarios.GupFast;
using Racewalk.Scenarios.Hashing;
using Racewalk.Scenarios.Hvo;
using Racewalk.Scenarios.HvoArm64;
using Racewalk.Scenarios.Kvm;
using Racewalk.Scenarios.LocklessPte;
using Racewalk.Scenarios.Munmap;
using Racewalk.Scenarios.TableFree;
using Racewalk.Scenarios.Thp;
using Racewalk.Scenarios.Translation;
using Racewalk.Scenarios.Vmas;

namespace Racewalk.Scenarios;

/// <summary>All scenarios.</summary>
public static class Catalogue
{
    /// <summary>Every scenario, ordered by id; each is made when it is first asked for.</summary>
    public static ScenarioList All { get; } = new(
    [
        new("cow/fork-pin", static () => new ForkPinScenario()),
        new("cow/reuse", static () => new ReuseScenario()),
        new("cow/wp-huge", static () => new WpHugeScenario()),
        new("cow/wp-page", static () => new WpPageScenario()),
        new("cow/wp-recheck", static () => new WpRecheckScenario()),
        new("gup-fast/anon-exclusive", static () => new AnonExclusiveScenario()),
        new("gup-fast/collapse", static () => new CollapseScenario()),
        new("gup-fast/deposited-table", static () => new DepositedTableScenario()),
        new("gup-fast/fork", static () => new ForkScenario()),
        new("gup-fast/migration", static () => new MigrationScenario()),
        new("gup-fast/table-free", static () => new TableFreeScenario()),
        new("gup-fast/table-free-rcu", static () => new TableFreeRcuScenario()),
        new("gup-fast/unshare", static () => new UnshareScenario()),
        new("gup-fast/zap", static () => new ZapScenario()),
        new("hvo-arm64/fake-head-steers", static () => new FakeHeadSteersScenario()),
        new("hvo-arm64/healthy-check", static () => new HealthyCheckScenario()),
        new("hvo-arm64/update", static () => new UpdateScenario()),
        new("hvo/batch", static () => new BatchScenario()),
        new("hvo/hwpoison", static () => new HwPoisonScenario()),
        new("hvo/optimise-vs-speculative-get", static () => new OptimizeScenario()),
        new("hvo/publish", static () => new HvoPublishScenario()),
        new("hvo/restore-vs-speculative-get", static () => new RestoreScenario()),
        new("hvo/speculative-read", static () => new SpeculativeReadScenario()),
        new("hvo/split-vs-split", static () => new SplitScenario()),
        new("khugepaged/dontneed", static () => new DontneedScenario()),
        new("khugepaged/fault", static () => new FaultScenario()),
        new("khugepaged/hash", static () => new HashCollapseScenario()),
        new("khugepaged/hash-generic-flush", static () => new HashGenericFlushScenario()),
        new("khugepaged/lock-order", static () => new LockOrderScenario()),
        new("khugepaged/mincore", static () => new MincoreScenario()),
        new("khugepaged/mprotect", static () => new ProtectScenario()),
        new("khugepaged/numa", static () => new NumaScenario()),
        new("khugepaged/publish", static () => new CollapsePublishScenario()),
        new("khugepaged/rmap", static () => new RmapScenario()),
        new("khugepaged/shmem-retract", static () => new ShmemRetractScenario()),
        new("khugepaged/unhook-pgd", static () => new UnhookPgdScenario()),
        new("khugepaged/universal-invalid", static () => new UniversalInvalidScenario()),
        new("khugepaged/walk", static () => new WalkScenario()),
        new("kvm/collapse", static () => new KvmCollapseScenario()),
        new("kvm/dirty", static () => new KvmDirtyScenario()),
        new("kvm/fault", static () => new KvmFaultScenario()),
        new("kvm/pfncache", static () => new PfnCacheScenario()),
        new("lockless-pte/contpte", static () => new ContpteScenario()),
        new("lockless-pte/contpte-convert", static () => new ContpteConvertScenario()),
        new("lockless-pte/contpte-dirty", static () => new ContpteDirtyScenario()),
        new("lockless-pte/contpte-gup", static () => new ContpteGupScenario()),
        new("lockless-pte/contpte-progress", static () => new ContpteProgressScenario()),
        new("lockless-pte/fault-recheck", static () => new FaultRecheckScenario()),
        new("lockless-pte/pae-gup", static () => new PaeGupScenario()),
        new("lockless-pte/set-access-flags", static () => new SetAccessFlagsScenario()),
        new("munmap/fault", static () => new MunmapFaultScenario()),
        new("munmap/khugepaged", static () => new MunmapKhugepagedScenario()),
        new("munmap/store", static () => new MunmapStoreScenario()),
        new("table-free/pt-reclaim", static () => new PtReclaimScenario()),
        new("thp-split/folio", static () => new SplitFolioScenario()),
        new("thp-split/pmd", static () => new SplitPmdScenario()),
        new("thp-split/store", static () => new SplitStoreScenario()),
        new("translation/access-flag", static () => new AccessFlagScenario()),
        new("translation/break-before-make", static () => new BreakBeforeMakeScenario()),
        new("translation/collapse", static () => new UserCollapseScenario()),
        new("translation/hash-shootdown", static () => new HashShootdownScenario()),
        new("translation/migration", static () => new UserMigrationScenario()),
        new("translation/permission", static () => new PermissionScenario()),
        new("translation/publish", static () => new PublishScenario()),
        new("translation/shootdown", static () => new ShootdownScenario()),
    ]);

    /// <summary>The scenario with the given id; null if there is none.</summary>
    public static Scenario? Find(string id) => All.Find(id);
}
