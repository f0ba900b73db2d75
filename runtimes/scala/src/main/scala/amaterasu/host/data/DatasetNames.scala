package amaterasu.host.data

import amaterasu.runtime.Attempt
import org.apache.spark.sql.SparkSessionExtensions
import org.apache.spark.sql.catalyst.AliasIdentifier
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation
import org.apache.spark.sql.catalyst.plans.logical.{LogicalPlan, SubqueryAlias}
import org.apache.spark.sql.catalyst.rules.Rule
import org.apache.spark.sql.catalyst.trees.TreePattern.UNRESOLVED_RELATION
import org.apache.spark.sql.classic.SessionDatasets

/**
 * Lets SQL read another action's dataset as `start.odd`. It must be a rule of hint resolution: these run before the
 * catalog is asked, so that a dataset wins over a table of the same name; an ordinary rule would come too late, and a
 * view's name cannot have two parts.
 */
final class DatasetNames extends (SparkSessionExtensions => Unit) {
  override def apply(extensions: SparkSessionExtensions): Unit =
    extensions.injectHintResolutionRule(_ => DatasetNames.Resolve)
}

object DatasetNames {
  private object Resolve extends Rule[LogicalPlan] {
    override def apply(plan: LogicalPlan): LogicalPlan =
      if (!plan.containsPattern(UNRESOLVED_RELATION)) plan
      else Attempt.currentOption.fold(plan)(attempt => resolve(plan, attempt))

    private def resolve(plan: LogicalPlan, attempt: Attempt): LogicalPlan = plan.transformUpWithSubqueries {
      case relation: UnresolvedRelation if !relation.isStreaming => relation.multipartIdentifier match {
        case Seq(action, name) if attempt.knows(action, name) =>
          SubqueryAlias(AliasIdentifier(name, Seq(action)), SessionDatasets.analyzed(attempt.dataFrame(action, name)))
        case Seq(table) => attempt.byOldName(table).fold[LogicalPlan](relation) { case (action, name) =>
          SubqueryAlias(AliasIdentifier(table), SessionDatasets.analyzed(attempt.dataFrame(action, name)))
        }
        case _ => relation
      }
    }
  }
}
