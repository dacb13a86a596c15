import { Field, ID, InputType } from 'type-graphql';

/** What a checker types on the maker's screen (W2). */
@InputType('AuthoriseChangeInput')
export class AuthoriseChangeInput {
  @Field(() => ID) requestId!: string;
  @Field(() => ID) checkerId!: string;
  @Field(() => String) authorisationCode!: string;
  @Field(() => String, { nullable: true, description: 'The digest of what the screen shows; checked when given.' })
  digest?: string | null;
}
